/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

#include "csv-fixture.h"
#include "querist-csv-decoder.h"
#include "querist-csv-error.h"
#include "querist-csv-reader.h"
#include "querist-csv-sniffer.h"

static const char text[] = "id,name\n1,ann\n2,bob\n";

/* Packs files into memory with libarchive. */
static gsize
pack (char       *buffer,
      gsize       size,
      int         format,
      int         filter,
      const char *const *names)
{
  struct archive *archive = archive_write_new ();
  gsize used = 0;

  archive_write_set_format (archive, format);
  archive_write_add_filter (archive, filter);
  archive_write_set_bytes_in_last_block (archive, 1);
  g_assert_cmpint (archive_write_open_memory (archive, buffer, size, &used), ==, ARCHIVE_OK);
  for (guint i = 0; names[i] != NULL; i++)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, names[i]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, strlen (text));
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      archive_write_data (archive, text, strlen (text));
      archive_entry_free (entry);
    }
  archive_write_close (archive);
  archive_write_free (archive);
  return used;
}

static void
test_packed (void)
{
  static const char *const one[] = { "data.csv", NULL };
  static const struct
  {
    int format, filter;
  } ways[] = {
    { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP },
    { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD },
    { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ },
    { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2 },
    { ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      char buffer[8192];
      gsize size = pack (buffer, sizeof buffer, ways[i].format, ways[i].filter, one);
      guint n_rejected;
      g_autofree char *table = csv_fixture_table (buffer, size, NULL, &n_rejected);

      g_assert_cmpstr (table, ==, "id|name\n1|ann\n2|bob\n");
    }
}

/* What is no CSV file is refused with a sentence that says what it is. */
static void
test_refused (void)
{
  static const char *const two[] = { "a.csv", "b.csv", NULL };
  static const char *const office[] = { "[Content_Types].xml", "xl/workbook.xml", NULL };
  char buffer[8192];
  guint n_rejected;
  gsize size = pack (buffer, sizeof buffer, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, two);
  g_autofree char *several = csv_fixture_table (buffer, size, NULL, &n_rejected);
  g_autofree char *sheet = NULL, *tar = NULL, *broken = NULL;

  g_assert_nonnull (strstr (several, "archive of several files"));
  size = pack (buffer, sizeof buffer, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, office);
  sheet = csv_fixture_table (buffer, size, NULL, &n_rejected);
  g_assert_nonnull (strstr (sheet, "Office document"));
  size = pack (buffer, sizeof buffer, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, two);
  tar = csv_fixture_table (buffer, size, NULL, &n_rejected);
  g_assert_nonnull (strstr (tar, "tar archive"));
  broken = csv_fixture_table ("\x1f\x8b\x08\0garbage", 11, NULL, &n_rejected);
  g_assert_nonnull (strstr (broken, "can’t be unpacked"));
}

/* Bytes of every value, as in encrypted or packed data. */
static void
test_binary (void)
{
  char noise[4096];
  guint32 state = 1;
  guint n_rejected;
  g_autofree char *told = NULL;

  for (guint i = 0; i < sizeof noise; i++)
    {
      state = state * 1664525 + 1013904223;
      noise[i] = state >> 24;
    }
  told = csv_fixture_table (noise, sizeof noise, NULL, &n_rejected);
  g_assert_nonnull (strstr (told, "holds binary data"));
}

/* In UTF-16 the letters of some scripts hold bytes that are controls when taken alone. */
static void
test_wide_scripts (void)
{
  static const char *const rows[] = {
    "имя,город\nИван,Москва\nОльга,Пермь\n",
    "όνομα,πόλη\nΓιώργος,Αθήνα\nΕλένη,Πάτρα\n",
    "שם,עיר\nדוד,חיפה\nרות,אילת\n",
    "اسم,مدينة\nعمر,حلب\nليلى,دمشق\n",
  };
  static const char *const encodings[] = { "UTF-16", "UTF-16LE", "UTF-16BE" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *expected = g_strdelimit (g_strdup (rows[i]), ",", '|');

      for (guint k = 0; k < G_N_ELEMENTS (encodings); k++)
        {
          gsize length;
          g_autofree char *bytes =
            g_convert (rows[i], -1, encodings[k], "UTF-8", NULL, &length, NULL);
          g_autofree char *table = NULL;
          guint n_rejected;

          table = csv_fixture_table (bytes, length, NULL, &n_rejected);
          g_assert_cmpstr (table, ==, expected);
        }
    }
}

static void
test_missing (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) folder_error = NULL;

  g_assert_null (querist_csv_sniff ("/nonexistent/file.csv", NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (querist_csv_sniff (g_get_tmp_dir (), NULL, NULL, NULL, &folder_error));
  g_assert_error (folder_error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_NOT_CSV);
  g_assert_nonnull (strstr (folder_error->message, "folder"));
}

/* A file that grows while it is read is told, not read half. */
static void
test_changed (void)
{
  g_autoptr(GString) content = g_string_new ("id,name\n");
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(QueristCsvReader) reader = NULL;
  g_autoptr(GError) error = NULL;
  const QueristCsvRow *row;
  QueristCsvStep step;
  char *path;
  FILE *file;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (content, "%u,x\n", i);
  path = csv_fixture_write (content->str, content->len);
  reader = querist_csv_reader_open (path, dialect, 0, &error);
  g_assert_no_error (error);
  file = g_fopen (path, "a");
  fputs ("7,y\n", file);
  fclose (file);
  do
    step = querist_csv_reader_next (reader, &row, NULL, &error);
  while (step == QUERIST_CSV_RECORD);
  g_assert_cmpint (step, ==, QUERIST_CSV_FAILED);
  g_assert_error (error, QUERIST_CSV_ERROR, QUERIST_CSV_ERROR_CHANGED);
  csv_fixture_remove (path);
}

static void
test_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  char *path = csv_fixture_write (text, strlen (text));

  g_cancellable_cancel (cancellable);
  g_assert_null (querist_csv_profile_file (path, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  csv_fixture_remove (path);
}

/* Encodings: the text comes out the same, whichever it was written in. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *encoding;
    const char *content;
  } cases[] = {
    { "UTF-16LE", "id;Größe\n1;ß\n" },
    { "UTF-16BE", "id;Größe\n1;ß\n" },
    { "UTF-16", "id;名前\n1;山田\n" },
    { "WINDOWS-1250", "id;Miasto\n1;Łódź\n2;Gdańsk\n3;Świętochłowice\n4;Źródło wody\n5;żółw\n" },
    { "WINDOWS-1251", "код;город\n1;Москва\n2;Нижний Новгород\n3;Санкт-Петербург\n4;Казань\n" },
    { "KOI8-R", "код;город\n1;Москва\n2;Нижний Новгород\n3;Санкт-Петербург\n4;Казань\n" },
    { "WINDOWS-1253", "κωδικός;πόλη\n1;Αθήνα\n2;Θεσσαλονίκη\n3;Ηράκλειο και Χανιά\n4;Πάτρα\n" },
    { "GB18030", "编号;城市\n1;北京市朝阳区\n2;上海市浦东新区\n3;广州市天河区\n4;深圳市南山区\n" },
    { "EUC-KR", "번호;도시\n1;서울특별시\n2;부산광역시\n3;대구광역시와 인천광역시\n4;제주도\n" },
    { "CP932", "番号;都市\n1;東京都千代田区\n2;大阪府大阪市\n3;北海道札幌市のまち\n4;カタカナ\n" },
    { "WINDOWS-1252", "id;name\n1;Zoë\n2;“quoted”\n3;5 €\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length;
      g_autofree char *bytes = g_convert (cases[i].content, -1, cases[i].encoding, "UTF-8", NULL,
                                          &length, NULL);
      g_autofree char *table = NULL;
      g_autofree char *expected = g_strdelimit (g_strdup (cases[i].content), ";", '|');
      guint n_rejected;

      g_assert_nonnull (bytes);
      table = csv_fixture_table (bytes, length, NULL, &n_rejected);
      g_assert_cmpstr (table, ==, expected);
    }
}

/* Bytes that stand at the edges of what UTF-8 allows, mixed at random, against GLib's verdict. */
static void
test_utf8 (void)
{
  static const guchar edges[] = {
    'a', 'b', 'c', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff,
  };
  char bytes[40];

  for (guint i = 0; i < 200000; i++)
    {
      gsize length = g_test_rand_int_range (1, sizeof bytes);
      const char *end;

      for (gsize k = 0; k < length; k++)
        bytes[k] = edges[g_test_rand_int_range (0, i % 2 ? 4 : sizeof edges)];
      for (guint k = 0; i % 2 && k < 3; k++)
        memcpy (bytes + g_test_rand_int_range (0, sizeof bytes - 4), "\xf0\x9f\x98\x80" + k, 4 - k);
      g_utf8_validate_len (bytes, length, &end);
      g_assert_cmpuint (querist_csv_valid_utf8 (bytes, length), ==, end - bytes);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/input/packed", test_packed);
  g_test_add_func ("/csv/input/refused", test_refused);
  g_test_add_func ("/csv/input/binary", test_binary);
  g_test_add_func ("/csv/input/wide-scripts", test_wide_scripts);
  g_test_add_func ("/csv/input/missing", test_missing);
  g_test_add_func ("/csv/input/changed", test_changed);
  g_test_add_func ("/csv/input/cancelled", test_cancelled);
  g_test_add_func ("/csv/input/encodings", test_encodings);
  g_test_add_func ("/csv/input/utf8", test_utf8);
  return g_test_run ();
}
