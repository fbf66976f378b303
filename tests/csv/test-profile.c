/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sched.h>
#include <string.h>

#include "csv-fixture.h"
#include "querist-csv-block.h"
#include "querist-csv-team.h"
#include "querist-json.h"

#define N_ROWS 30000

/* Many kinds of columns, nulls, rows to mend and rows to reject, over several blocks. */
static GString *
write_file (void)
{
  GString *file = g_string_new ("id,day,amount,status,note,group,code,mixed\n");

  for (guint i = 0; i < N_ROWS; i++)
    {
      if (i % 997 == 0)
        g_string_append (file, "too,short\n");
      g_string_append_printf (file, "%u,%02u/%02u/2024,", i + 1, 1 + i % 28, 1 + i % 12);
      if (i % 7 == 0)
        g_string_append (file, "NA,");
      else
        g_string_append_printf (file, "%u.%02u,", i * 31 % 5000, i % 100);
      g_string_append_printf (file, "%s,", i % 3 == 0 ? "open" : i % 3 == 1 ? "shipped" : "");
      g_string_append_printf (file, i % 1009 == 0 ? "\"a \"stray\" quote %u\","
                                                  : "\"said \"\"%u\"\",\ntwice\",", i % 700);
      g_string_append_printf (file, "%u,%05u,", i % 40, i % 20011);
      g_string_append_printf (file, i > N_ROWS - 10 ? "x%u\n" : "%u\n", i * 7);
    }
  return file;
}

static char *
describe (const QueristCsvProfile *profile)
{
  g_autoptr(JsonNode) node = querist_csv_profile_to_json (profile);
  g_autofree char *json = querist_json_to_string (node, TRUE);
  GString *text = g_string_new (json);

  for (guint i = 0; i < profile->columns->len; i++)
    {
      const QueristColumnProfile *column = g_ptr_array_index (profile->columns, i);

      for (gsize k = 0; k < column->n_hashes; k++)
        g_string_append_printf (text, "%" G_GINT64_MODIFIER "x ", column->hashes[k]);
      for (guint k = 0; k < column->top->len; k++)
        {
          const QueristValueCount *value = g_ptr_array_index (column->top, k);

          g_string_append_printf (text, "%s %" G_GUINT64_FORMAT "\n", value->text, value->count);
        }
    }
  for (guint i = 0; i < profile->warnings->len; i++)
    {
      const QueristCsvWarning *warning = g_ptr_array_index (profile->warnings, i);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT " %s\n", warning->line, warning->message);
    }
  return g_string_free (text, FALSE);
}

/* One thread or several: the profile is the same, with the line numbers of its warnings. */
static void
test_threads (void)
{
  g_autoptr(GString) file = write_file ();
  char *path = csv_fixture_write (file->str, file->len);
  g_autoptr(QueristCsvProfile) alone = NULL, together = NULL;
  g_autofree char *expected = NULL, *found = NULL;
  cpu_set_t all, one;

  CPU_ZERO (&one);
  CPU_SET (sched_getcpu (), &one);
  g_assert_cmpint (sched_getaffinity (0, sizeof all, &all), ==, 0);
  g_assert_cmpint (sched_setaffinity (0, sizeof one, &one), ==, 0);
  alone = querist_csv_profile_file (path, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpint (sched_setaffinity (0, sizeof all, &all), ==, 0);
  together = querist_csv_profile_file (path, NULL, NULL, NULL, NULL, NULL);
  csv_fixture_remove (path);
  g_assert_cmpuint (alone->n_read, ==, N_ROWS + alone->n_rejected);
  g_assert_cmpuint (alone->n_rejected, ==, (N_ROWS + 996) / 997);
  expected = describe (alone);
  found = describe (together);
  g_assert_cmpstr (found, ==, expected);
}

static QueristCsvProfile *
profile_with_end (const char *last_line,
                  gsize       length)
{
  g_autoptr(GString) file = g_string_new ("id,name\n");

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (file, "%u,someone\n", i);
  g_string_append_len (file, last_line, length);
  return csv_fixture_profile (file->str, file->len, NULL);
}

static const char *
first_warning (const QueristCsvProfile *profile,
               guint64                 *line)
{
  const QueristCsvWarning *warning = g_ptr_array_index (profile->warnings, 0);

  *line = warning->line;
  return warning->message;
}

/* What begins as UTF-8, far beyond what the sniffer looks at, and then turns out to be none. */
static void
test_late_surprise (void)
{
  g_autoptr(QueristCsvProfile) clean = profile_with_end ("1,J\xc3\xb6rg\n", 8);
  g_autoptr(QueristCsvProfile) legacy = profile_with_end ("1,J\xf6rg\n", 7);
  g_autoptr(QueristCsvProfile) nul = profile_with_end ("1,J\0rg\n", 7);
  const QueristColumnProfile *name = g_ptr_array_index (legacy->columns, 1);
  const QueristValueCount *value = g_ptr_array_index (name->top, 1);
  guint64 line;

  g_assert_cmpuint (clean->warnings->len, ==, 0);
  g_assert_cmpstr (clean->dialect->encoding, ==, "UTF-8");
  g_assert_cmpstr (legacy->dialect->encoding, ==, "WINDOWS-1252");
  g_assert_cmpuint (legacy->n_read, ==, N_ROWS + 1);
  g_assert_cmpstr (value->text, ==, "Jörg");
  g_assert_nonnull (strstr (first_warning (nul, &line), "NUL"));
  g_assert_cmpuint (line, ==, N_ROWS + 2);
  g_assert_cmpuint (nul->n_read, ==, N_ROWS + 1);
}

static void
note_piece (guint    index,
            gpointer user_data)
{
  g_atomic_int_inc (&((gint *) user_data)[index]);
}

/* Every piece is done once, in round after round. */
static void
test_team (void)
{
  g_autoptr(QueristCsvTeam) team = querist_csv_team_new ();
  gint done[100] = { 0 };
  const gint n = G_N_ELEMENTS (done);

  for (gint n_pieces = 0; n_pieces <= n; n_pieces++)
    {
      querist_csv_team_begin (team, n_pieces, note_piece, done);
      querist_csv_team_end (team);
    }
  for (gint i = 0; i < n; i++)
    g_assert_cmpint (done[i], ==, n - i);
}

/* Fields of one record that do not stand together, as those that were filled up. */
static void
test_block (void)
{
  static const char text[] = "one\0\0three";
  const QueristCsvCell cells[] = {
    { "", 0, FALSE }, { text, 3, TRUE }, { text + 4, 0, TRUE }, { text + 5, 5, FALSE },
    { "", 0, FALSE },
  };
  QueristCsvRow row = { cells, G_N_ELEMENTS (cells), 7 };
  QueristCsvBlock *block = querist_csv_block_new (row.n_cells);

  for (guint k = 0; k < 2; k++)
    querist_csv_block_add (block, &row);
  g_assert_cmpuint (block->n_rows, ==, 2);
  g_assert_cmpuint (block->lines[1], ==, 7);
  for (guint k = 0; k < 2; k++)
    {
      for (guint i = 0; i < row.n_cells; i++)
        {
          const QueristCsvBlockCell *cell = &block->cells[i * block->max_rows + k];

          g_assert_cmpmem (block->text + cell->offset, cell->length, cells[i].text,
                           cells[i].length);
          g_assert_cmpint (cell->quoted, ==, cells[i].quoted);
        }
    }
  querist_csv_block_free (block);
}

/* What can't be taken is kept with its line and its reason; dates that can be read two ways are
 * marked, and not any more once a person has decided. */
static void
test_problems (void)
{
  static const char file[] = "id,day\n1,01/02/2025\n2,03/04/2025,x\n3,02/05/2025\n4\n";
  g_autoptr(QueristCsvProfile) profile = csv_fixture_profile (file, strlen (file), NULL);
  g_autoptr(QueristCsvDialect) wanted = querist_csv_dialect_new ();
  g_autoptr(QueristCsvProfile) decided = NULL;
  const QueristCsvProblem *problem;

  g_assert_cmpuint (profile->problems->len, ==, 2);
  problem = profile->problems->pdata[0];
  g_assert_cmpuint (problem->line, ==, 3);
  g_assert_true (problem->rejected);
  g_assert_cmpstr (problem->cells[2], ==, "x");
  g_assert_cmpuint (profile->preview->len, ==, 2);
  g_assert_cmpuint (g_array_index (profile->preview_lines, guint64, 1), ==, 4);
  g_assert_true (((QueristColumnProfile *) profile->columns->pdata[1])->open_order);
  wanted->given = QUERIST_CSV_DATE_FORMAT;
  wanted->date_format = g_strdup ("%m/%d/%Y");
  decided = csv_fixture_profile (file, strlen (file), wanted);
  g_assert_false (((QueristColumnProfile *) decided->columns->pdata[1])->open_order);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/profile/threads", test_threads);
  g_test_add_func ("/csv/profile/late-surprise", test_late_surprise);
  g_test_add_func ("/csv/profile/team", test_team);
  g_test_add_func ("/csv/profile/block", test_block);
  g_test_add_func ("/csv/profile/problems", test_problems);
  return g_test_run ();
}
