/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "querist-csv-value.h"

static const char *const formats[] = {
  NULL, "%d/%m/%Y", "%m/%d/%y %I:%M %p", "%Y-%m-%dT%H:%M:%S.%f%z", "%b %d, %Y", "%Y%m%d",
  "decimal comma", "decimal comma, thousands, currency", "percent", "yes/no", "verbatim", "%",
};

static void
check (QueristConverter     *converter,
       const QueristCsvCell *cell)
{
  QueristValue value;
  g_autofree char *reason = NULL;

  if (querist_converter_convert (converter, cell, &value))
    {
      g_assert_true (value.kind != QUERIST_VALUE_TEXT || value.text != NULL);
      g_assert_true (!value.nulled || value.kind == QUERIST_VALUE_NULL);
      return;
    }
  reason = querist_converter_explain (converter, cell);
  g_assert_true (g_utf8_validate (reason, -1, NULL));
}

/* The first bytes choose type and format, each line of the rest is a field. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(QueristCsvDialect) dialect = querist_csv_dialect_new ();
  g_autoptr(QueristConverter) converter = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (size < 3)
    return 0;
  dialect->decimal = data[2] & 1 ? ',' : '.';
  dialect->nulls = data[2] & 2 ? g_strsplit ("NA,-999", ",", -1) : NULL;
  converter = querist_converter_new (data[0] % QUERIST_N_SCALARS,
                                     formats[data[1] % G_N_ELEMENTS (formats)], dialect);
  text = g_utf8_make_valid ((const char *) data + 3, size - 3);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    check (converter, &(QueristCsvCell){ lines[i], strlen (lines[i]), (i & 1) != 0 });
  return 0;
}
