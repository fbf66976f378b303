/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-input.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "querist-csv-encoding.h"
#include "querist-csv-error.h"

#define HEAD_SIZE 4096
#define ARCHIVE_BLOCK (128 * 1024)
/* Stray controls that are no sign of binary data. */
#define MAX_CONTROLS 8

struct _QueristCsvInput
{
  char           *path;
  int             fd;
  struct stat     info;
  struct archive *archive;
  guint64         offset;
  guint8          head[HEAD_SIZE];
  gsize           head_size;
  gsize           head_used;
};

/* How files begin that people drop on an importer by mistake, and what they could do instead. */
static const struct
{
  guint       offset;
  guint       length;
  const char *bytes;
  const char *what;
} not_csv[] = {
  { 0, 15, "SQLite format 3", "an SQLite database; open it as a project’s data instead, or export "
                              "its tables as CSV" },
  { 0, 8, "\x89PNG\r\n\x1a\n", "a picture (PNG)" },
  { 0, 3, "\xff\xd8\xff", "a picture (JPEG)" },
  { 0, 4, "GIF8", "a picture (GIF)" },
  { 8, 4, "WEBP", "a picture (WebP)" },
  { 0, 4, "II*\0", "a picture (TIFF)" },
  { 0, 4, "MM\0*", "a picture (TIFF)" },
  { 0, 5, "%PDF-", "a PDF document; export its table as CSV" },
  { 0, 4, "\x7f" "ELF", "a program" },
  { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file; save its sheet as CSV" },
  { 0, 4, "PAR1", "a Parquet file; export it as CSV" },
  { 0, 6, "ARROW1", "an Arrow file; export it as CSV" },
  { 0, 8, "\x89HDF\r\n\x1a\n", "an HDF5 file; export its table as CSV" },
  { 0, 4, "Rar!", "a RAR archive; unpack it first" },
  { 0, 6, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first" },
  { 257, 5, "ustar", "a tar archive; unpack it first" },
  { 0, 5, "<?xml", "an XML document; export its table as CSV" },
  { 0, 14, "<!DOCTYPE html", "a web page; the download may have failed" },
  { 0, 14, "<!doctype html", "a web page; the download may have failed" },
  { 0, 5, "<html", "a web page; the download may have failed" },
  { 0, 2, "[{", "a JSON document; convert it to CSV first" },
  { 0, 3, "[\n{", "a JSON document; convert it to CSV first" },
  { 0, 4, "[\n  ", "a JSON document; convert it to CSV first" },
  { 0, 4, "{\n  ", "a JSON document; convert it to CSV first" },
  { 0, 2, "{\"", "a JSON document; convert it to CSV first" },
};

static const struct
{
  guint       length;
  const char *bytes;
} packed[] = {
  { 2, "\x1f\x8b" },         { 4, "\x28\xb5\x2f\xfd" }, { 4, "PK\x03\x04" },
  { 6, "\xfd" "7zXZ" }, { 3, "BZh" },
};

static gboolean
fail (QueristCsvInput *self,
      GError         **error,
      QueristCsvError  code,
      const char      *what)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, QUERIST_CSV_ERROR, code, "“%s” %s.", name, what);
  return FALSE;
}

static gboolean
fail_errno (QueristCsvInput *self,
            GError         **error,
            int              saved_errno,
            const char      *verb)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "“%s” can’t be %s: %s.",
               name, verb, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
is_packed (const guint8 *head,
           gsize         size)
{
  for (guint i = 0; i < G_N_ELEMENTS (packed); i++)
    {
      if (size >= packed[i].length && memcmp (head, packed[i].bytes, packed[i].length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The character at @at in its simplest reading: a byte, or a unit of UTF-16 or UTF-32. */
static guint32
read_unit (const guint8 *at,
           guint         width,
           gboolean      big_endian)
{
  guint32 unit = 0;

  for (guint i = 0; i < width; i++)
    unit = unit << 8 | at[big_endian ? i : width - 1 - i];
  return unit;
}

/* Controls other than tab, line ends, form feed, escape and the separators that some files use. */
static gboolean
is_control (guint32 unit)
{
  return unit < 0x20 && strchr ("\t\n\r\f\x1b\x01\x02\x1c\x1d\x1e\x1f", unit) == NULL;
}

/* No text in any of the encodings we read holds many controls or NULs. Where every byte value is
 * as likely as another, as in packed or encrypted data and in numbers, one byte in twelve is a
 * control. */
static gboolean
looks_binary (const guint8 *head,
              gsize         size)
{
  const char *encoding = querist_csv_encoding_from_head (head, size);
  gboolean wide = encoding != NULL && !g_str_equal (encoding, "UTF-8");
  guint width = !wide ? 1 : g_str_has_prefix (encoding, "UTF-32") ? 4 : 2;
  gboolean big_endian = wide && g_str_has_suffix (encoding, "BE");
  gsize controls = 0, nuls = 0;

  for (gsize i = 0; i + width <= size; i += width)
    {
      guint32 unit = read_unit (head + i, width, big_endian);

      if (unit == 0)
        nuls++;
      else if (is_control (unit))
        controls++;
    }
  return (controls + nuls) * 10 * width > size ||
         (controls > MAX_CONTROLS && controls * 25 * width > size);
}

static gboolean
check_head (QueristCsvInput *self,
            GError         **error)
{
  gsize start = 0;

  if (self->head_size == 0)
    return fail (self, error, QUERIST_CSV_ERROR_EMPTY,
                 "is empty: there is nothing to read in it");
  if (self->head_size >= 3 && memcmp (self->head, "\xef\xbb\xbf", 3) == 0)
    start = 3;
  for (guint i = 0; i < G_N_ELEMENTS (not_csv); i++)
    {
      gsize from = start + not_csv[i].offset;

      if (self->head_size >= from + not_csv[i].length &&
          memcmp (self->head + from, not_csv[i].bytes, not_csv[i].length) == 0)
        {
          g_autofree char *what = g_strconcat ("is no CSV file but ", not_csv[i].what, NULL);

          return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV, what);
        }
    }
  if (looks_binary (self->head, self->head_size))
    return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV,
                 "holds binary data, not text; export it as CSV from the program that made it");
  return TRUE;
}

static gboolean
fail_archive (QueristCsvInput *self,
              struct archive  *archive,
              GError         **error)
{
  const char *reason = archive_error_string (archive);
  g_autofree char *what = g_strdup_printf ("is compressed, and can’t be unpacked: %s",
                                           reason != NULL ? reason : "its data are damaged");

  return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV, what);
}

static struct archive *
new_archive (void)
{
  struct archive *archive = archive_read_new ();

  archive_read_support_filter_all (archive);
  archive_read_support_format_raw (archive);
  archive_read_support_format_zip (archive);
  return archive;
}

static gboolean
is_data_entry (struct archive_entry *entry)
{
  const char *name = archive_entry_pathname (entry);

  return archive_entry_filetype (entry) == AE_IFREG &&
         (name == NULL || (!g_str_has_prefix (name, "__MACOSX/") && strstr (name, "/.") == NULL));
}

/* A zip file may hold many files; an Office document is a zip file too. */
static gboolean
check_entries (QueristCsvInput *self,
               GError         **error)
{
  struct archive *archive = new_archive ();
  struct archive_entry *entry;
  guint n_files = 0;
  gboolean office = FALSE;
  int status;

  lseek (self->fd, 0, SEEK_SET);
  status = archive_read_open_fd (archive, self->fd, ARCHIVE_BLOCK);
  while (status == ARCHIVE_OK &&
         (status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);

      n_files += is_data_entry (entry);
      office |= g_strcmp0 (name, "[Content_Types].xml") == 0 || g_strcmp0 (name, "mimetype") == 0;
      if (archive_format (archive) == ARCHIVE_FORMAT_RAW)
        break;
    }
  archive_read_free (archive);
  if (office)
    return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV,
                 "is an Office document, not a CSV file; save its sheet as CSV");
  if (n_files > 1)
    return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV,
                 "is an archive of several files; unpack it and choose from them");
  return TRUE;
}

static gboolean
open_archive (QueristCsvInput *self,
              GError         **error)
{
  struct archive_entry *entry;

  if (!check_entries (self, error))
    return FALSE;
  self->archive = new_archive ();
  lseek (self->fd, 0, SEEK_SET);
  if (archive_read_open_fd (self->archive, self->fd, ARCHIVE_BLOCK) != ARCHIVE_OK)
    return fail_archive (self, self->archive, error);
  do
    {
      if (archive_read_next_header (self->archive, &entry) != ARCHIVE_OK)
        return fail_archive (self, self->archive, error);
    }
  while (!is_data_entry (entry));
  return TRUE;
}

static gssize
read_some (QueristCsvInput *self,
           void            *buffer,
           gsize            size,
           GError         **error)
{
  gssize n;

  if (self->archive != NULL)
    {
      n = archive_read_data (self->archive, buffer, size);
      if (n < 0)
        fail_archive (self, self->archive, error);
      self->offset = archive_filter_bytes (self->archive, -1);
      return MAX (n, -1);
    }
  do
    n = read (self->fd, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    fail_errno (self, error, errno, "read");
  else
    self->offset += n;
  return n;
}

static gboolean
read_head (QueristCsvInput *self,
           GError         **error)
{
  gssize n = 1;

  self->head_size = 0;
  while (self->head_size < HEAD_SIZE && n > 0)
    {
      n = read_some (self, self->head + self->head_size, HEAD_SIZE - self->head_size, error);
      if (n < 0)
        return FALSE;
      self->head_size += n;
    }
  return TRUE;
}

static gboolean
open_file (QueristCsvInput *self,
           GError         **error)
{
  self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (self->fd < 0 || fstat (self->fd, &self->info) != 0)
    return fail_errno (self, error, errno, "opened");
  if (S_ISDIR (self->info.st_mode))
    return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV,
                 "is a folder; choose the CSV files inside it");
  if (!S_ISREG (self->info.st_mode))
    return fail (self, error, QUERIST_CSV_ERROR_NOT_CSV,
                 "is no ordinary file; save its content to a file first");
  posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  return TRUE;
}

/**
 * querist_csv_input_open:
 * @path: a file, maybe compressed with gzip, zstd, bzip2, xz or zip
 * @error: return location
 *
 * Opens it and looks at its beginning: a picture, a database and the like are refused with a
 * sentence that says what they are.
 *
 * Returns: (transfer full) (nullable): the input, NULL on error
 */
QueristCsvInput *
querist_csv_input_open (const char *path,
                        GError    **error)
{
  g_autoptr(QueristCsvInput) self = g_new0 (QueristCsvInput, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  if (!open_file (self, error) || !read_head (self, error))
    return NULL;
  if (is_packed (self->head, self->head_size) &&
      (!open_archive (self, error) || !read_head (self, error)))
    return NULL;
  if (!check_head (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * querist_csv_input_free:
 * @self: (nullable) (transfer full): an input
 */
void
querist_csv_input_free (QueristCsvInput *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->archive, archive_read_free);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

static gboolean
check_unchanged (QueristCsvInput *self,
                 GError         **error)
{
  struct stat now;

  if (fstat (self->fd, &now) != 0)
    return fail_errno (self, error, errno, "read");
  if (now.st_size != self->info.st_size || now.st_mtim.tv_sec != self->info.st_mtim.tv_sec ||
      now.st_mtim.tv_nsec != self->info.st_mtim.tv_nsec)
    return fail (self, error, QUERIST_CSV_ERROR_CHANGED,
                 "changed while it was read; try again when it is complete");
  return TRUE;
}

/**
 * querist_csv_input_read:
 * @self: an input
 * @buffer: where the bytes go
 * @size: how many fit
 * @error: return location
 *
 * Reads on. At the end of the file it makes sure that nobody wrote to it in the meantime.
 *
 * Returns: the bytes read, 0 at the end, -1 on error
 */
gssize
querist_csv_input_read (QueristCsvInput *self,
                        void            *buffer,
                        gsize            size,
                        GError         **error)
{
  gssize n;

  if (self->head_used < self->head_size)
    {
      gsize left = MIN (size, self->head_size - self->head_used);

      memcpy (buffer, self->head + self->head_used, left);
      self->head_used += left;
      return left;
    }
  n = read_some (self, buffer, size, error);
  if (n == 0 && !check_unchanged (self, error))
    return -1;
  return n;
}

/**
 * querist_csv_input_get_offset:
 * @self: an input
 *
 * Returns: bytes of the file (packed ones, if it is compressed) that have been read
 */
guint64
querist_csv_input_get_offset (QueristCsvInput *self)
{
  return self->offset;
}

/**
 * querist_csv_input_get_size:
 * @self: an input
 *
 * Returns: bytes of the file as it lies on the disk
 */
guint64
querist_csv_input_get_size (QueristCsvInput *self)
{
  return self->info.st_size;
}
