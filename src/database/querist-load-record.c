/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-load-record.h"

#include <math.h>
#include <string.h>

#include "querist-page-writer.h"

#define SERIAL_NULL 0
#define SERIAL_REAL 7
#define SERIAL_ZERO 8
#define SERIAL_ONE 9

/* A varint, such as a serial type, has at most 9 bytes, a number at most 8. */
#define MAX_VARINT_BYTES 9
#define MAX_NUMBER_BYTES 8

/**
 * QueristRecordWriter:
 * @header: the serial types of the row at work
 * @gap: room for the header before the body, so that it can be put there when its length is known
 * @bytes: the gap, and behind it the body
 */
struct _QueristRecordWriter {
  QueristRecordField *fields;
  guint               n_fields;
  guint8             *header;
  gsize               gap;
  GByteArray         *bytes;
};

/**
 * querist_affinity_from_type:
 * @type: a column's declared type
 *
 * Returns: the affinity that SQLite gives the column
 */
QueristAffinity
querist_affinity_from_type (const char *type)
{
  g_autofree char *upper = g_ascii_strup (type, -1);

  if (strstr (upper, "INT") != NULL)
    return QUERIST_AFFINITY_INTEGER;
  if (strstr (upper, "CHAR") != NULL || strstr (upper, "CLOB") != NULL ||
      strstr (upper, "TEXT") != NULL)
    return QUERIST_AFFINITY_TEXT;
  if (*upper == '\0' || strstr (upper, "BLOB") != NULL)
    return QUERIST_AFFINITY_BLOB;
  if (strstr (upper, "REAL") != NULL || strstr (upper, "FLOA") != NULL ||
      strstr (upper, "DOUB") != NULL)
    return QUERIST_AFFINITY_REAL;
  return QUERIST_AFFINITY_NUMERIC;
}

static guint
integer_bytes (gint64 value)
{
  static const guint sizes[] = { 1, 2, 3, 4, 6 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gint64 limit = G_GINT64_CONSTANT (1) << (8 * sizes[i] - 1);

      if (value >= -limit && value < limit)
        return sizes[i];
    }
  return 8;
}

static guint
write_integer (guint8 *body,
               gint64  value,
               guint  *n_bytes)
{
  static const guint serials[] = { [1] = 1, [2] = 2, [3] = 3, [4] = 4, [6] = 5, [8] = 6 };

  if (value == 0 || value == 1)
    {
      *n_bytes = 0;
      return value == 0 ? SERIAL_ZERO : SERIAL_ONE;
    }
  *n_bytes = integer_bytes (value);
  for (guint i = 0; i < *n_bytes; i++)
    body[i] = (guint64) value >> (8 * (*n_bytes - 1 - i));
  return serials[*n_bytes];
}

static guint
write_real (guint8 *body,
            double  value,
            guint  *n_bytes)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_BE (bits);
  memcpy (body, &bits, sizeof bits);
  *n_bytes = sizeof bits;
  return SERIAL_REAL;
}

/* Whether a column of whole numbers would keep a real number as a whole one. */
static gboolean
becomes_integer (double           value,
                 QueristAffinity  affinity)
{
  return (affinity == QUERIST_AFFINITY_INTEGER || affinity == QUERIST_AFFINITY_NUMERIC) &&
         value > -9.2e18 && value < 9.2e18 && (double) (gint64) value == value;
}

/* A text that a column of numbers might take for a number, to be left to SQLite: one without a
 * character that no number has. A date has a "-" inside. */
static gboolean
may_be_number (const char *text,
               gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (g_ascii_isdigit (c) || c == '.' || c == 'e' || c == 'E' || g_ascii_isspace (c))
        continue;
      if ((c == '-' || c == '+') &&
          (i == 0 || text[i - 1] == 'e' || text[i - 1] == 'E' || g_ascii_isspace (text[i - 1])))
        continue;
      return FALSE;
    }
  return TRUE;
}

/* Appends a number to the body and gives its serial type. */
static guint64
encode_number (QueristRecordWriter   *self,
               QueristAffinity        affinity,
               const QueristLoadCell *cell)
{
  guint8 number[MAX_NUMBER_BYTES];
  guint n_bytes;
  guint64 serial;

  if (cell->kind == QUERIST_VALUE_INTEGER)
    serial = affinity == QUERIST_AFFINITY_REAL
      ? write_real (number, cell->value.integer, &n_bytes)
      : write_integer (number, cell->value.integer, &n_bytes);
  else if (isnan (cell->value.real))
    return SERIAL_NULL;
  else
    serial = becomes_integer (cell->value.real, affinity)
      ? write_integer (number, (gint64) cell->value.real, &n_bytes)
      : write_real (number, cell->value.real, &n_bytes);
  g_byte_array_append (self->bytes, number, n_bytes);
  return serial;
}

/* Appends a value to the body; FALSE if it is not certain what the column makes of it. */
static gboolean
encode_cell (QueristRecordWriter   *self,
             QueristAffinity        affinity,
             const QueristLoadCell *cell,
             const char            *text,
             guint64               *serial)
{
  const char *bytes;

  switch (cell->kind)
    {
    case QUERIST_VALUE_TEXT:
      bytes = text + cell->value.text.offset;
      if (affinity > QUERIST_AFFINITY_TEXT && may_be_number (bytes, cell->value.text.length))
        return FALSE;
      g_byte_array_append (self->bytes, (const guint8 *) bytes, cell->value.text.length);
      *serial = (guint64) cell->value.text.length * 2 + 13;
      return TRUE;
    case QUERIST_VALUE_INTEGER:
    case QUERIST_VALUE_REAL:
      *serial = encode_number (self, affinity, cell);
      return affinity != QUERIST_AFFINITY_TEXT;
    default:
      *serial = SERIAL_NULL;
      return TRUE;
    }
}

/**
 * querist_record_writer_new:
 * @fields: the table's columns, copied
 * @n_fields: how many
 *
 * Returns: (transfer full): a writer for rows of that table
 */
QueristRecordWriter *
querist_record_writer_new (const QueristRecordField *fields,
                           guint                     n_fields)
{
  QueristRecordWriter *self = g_new0 (QueristRecordWriter, 1);

  self->fields = g_memdup2 (fields, n_fields * sizeof (QueristRecordField));
  self->n_fields = n_fields;
  self->header = g_malloc (n_fields * MAX_VARINT_BYTES);
  self->gap = (n_fields + 1) * MAX_VARINT_BYTES;
  self->bytes = g_byte_array_new ();
  return self;
}

/**
 * querist_record_writer_free:
 * @self: (transfer full): a writer
 */
void
querist_record_writer_free (QueristRecordWriter *self)
{
  g_byte_array_unref (self->bytes);
  g_free (self->header);
  g_free (self->fields);
  g_free (self);
}

/* The header begins with its own length, in which that length is counted. */
static guint
write_header_length (guint8 *bytes,
                     guint   length)
{
  guint n = querist_varint_write (bytes, length + 1);

  return n == 1 ? n : querist_varint_write (bytes, length + n);
}

/**
 * querist_record_writer_encode:
 * @self: a writer
 * @cells: a row of a batch
 * @text: the batch's text
 * @length: (out): bytes of the record
 *
 * Writes a row as an INSERT would, in the record format
 * (https://www.sqlite.org/fileformat2.html, 2.1).
 *
 * Returns: (transfer none) (nullable): the record, valid until the next call; NULL if it is not
 *   certain what an INSERT would make of a value
 */
const guint8 *
querist_record_writer_encode (QueristRecordWriter   *self,
                              const QueristLoadCell *cells,
                              const char            *text,
                              gsize                 *length)
{
  guint header_length = 0;
  guint8 size[MAX_VARINT_BYTES];
  guint size_length;
  guint8 *start;

  g_byte_array_set_size (self->bytes, self->gap);
  for (guint i = 0; i < self->n_fields; i++)
    {
      const QueristRecordField *field = &self->fields[i];
      guint64 serial = SERIAL_NULL;

      if (field->source >= 0 &&
          !encode_cell (self, field->affinity, &cells[field->source], text, &serial))
        return NULL;
      header_length += querist_varint_write (self->header + header_length, serial);
    }
  size_length = write_header_length (size, header_length);
  *length = self->bytes->len - self->gap + header_length + size_length;
  start = self->bytes->data + self->gap - header_length - size_length;
  memcpy (start, size, size_length);
  memcpy (start + size_length, self->header, header_length);
  return start;
}
