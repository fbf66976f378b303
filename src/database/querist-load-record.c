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
 * @bytes: the gap, and behind it the body; there always is room for a number in every field
 */
struct _QueristRecordWriter {
  QueristRecordField *fields;
  guint               n_fields;
  guint8             *header;
  gsize               gap;
  guint8             *bytes;
  gsize               length;
  gsize               capacity;
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

/* Appends the last bytes of a number, highest first. */
static inline void
append_number (QueristRecordWriter *self,
               guint64              number,
               guint                n_bytes)
{
  number = GUINT64_TO_BE (number << (64 - 8 * n_bytes));
  memcpy (self->bytes + self->length, &number, sizeof number);
  self->length += n_bytes;
}

static inline guint64
append_integer (QueristRecordWriter *self,
                gint64               value)
{
  static const struct
  {
    guint8 n_bytes, serial;
  } forms[] = { { 1, 1 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 4 },
                { 6, 5 }, { 6, 5 }, { 8, 6 }, { 8, 6 } };
  guint n;

  if (value == 0 || value == 1)
    return value == 0 ? SERIAL_ZERO : SERIAL_ONE;
  /* the bits without those that only repeat the sign, and one for the sign */
  n = (g_bit_storage (value < 0 ? ~value : value) + 1 + 7) / 8;
  append_number (self, value, forms[n].n_bytes);
  return forms[n].serial;
}

static inline guint64
append_real (QueristRecordWriter *self,
             double               value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  append_number (self, bits, sizeof bits);
  return SERIAL_REAL;
}

static void
append_text (QueristRecordWriter *self,
             const char          *text,
             gsize                length)
{
  gsize needed = self->length + length + (self->n_fields + 1) * MAX_NUMBER_BYTES;

  if (needed > self->capacity)
    {
      self->capacity = MAX (needed, self->capacity * 2);
      self->bytes = g_realloc (self->bytes, self->capacity);
    }
  memcpy (self->bytes + self->length, text, length);
  self->length += length;
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
static inline guint64
encode_number (QueristRecordWriter   *self,
               QueristAffinity        affinity,
               const QueristLoadCell *cell)
{
  if (cell->kind == QUERIST_VALUE_INTEGER)
    return affinity == QUERIST_AFFINITY_REAL ? append_real (self, cell->value.integer)
                                             : append_integer (self, cell->value.integer);
  if (isnan (cell->value.real))
    return SERIAL_NULL;
  return becomes_integer (cell->value.real, affinity)
           ? append_integer (self, (gint64) cell->value.real)
           : append_real (self, cell->value.real);
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
      append_text (self, bytes, cell->value.text.length);
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
  self->capacity = self->gap + (n_fields + 1) * MAX_NUMBER_BYTES;
  self->bytes = g_malloc (self->capacity);
  return self;
}

/**
 * querist_record_writer_free:
 * @self: (transfer full): a writer
 */
void
querist_record_writer_free (QueristRecordWriter *self)
{
  g_free (self->bytes);
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

  self->length = self->gap;
  for (guint i = 0; i < self->n_fields; i++)
    {
      const QueristRecordField *field = &self->fields[i];
      guint64 serial = SERIAL_NULL;

      if (field->source >= 0 &&
          !encode_cell (self, field->affinity, &cells[field->source], text, &serial))
        return NULL;
      if (serial < 0x80)
        self->header[header_length++] = serial;
      else
        header_length += querist_varint_write (self->header + header_length, serial);
    }
  size_length = write_header_length (size, header_length);
  *length = self->length - self->gap + header_length + size_length;
  start = self->bytes + self->gap - header_length - size_length;
  memcpy (start, size, size_length);
  memcpy (start + size_length, self->header, header_length);
  return start;
}
