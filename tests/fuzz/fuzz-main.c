/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "fuzz.h"

/* Runs a fuzz target where libFuzzer is not at hand: over each file of the folder given, and over
 * variations of it, always the same ones. */

#define N_VARIATIONS 400
#define SEED 20240501

static void
vary (GRand      *random,
      GByteArray *bytes)
{
  static const char special[] = ",;\t|\"'\\\n\r #0-.\0\xff\xc3";
  guint n = g_rand_int_range (random, 1, 6);

  for (guint i = 0; i < n && bytes->len > 0; i++)
    {
      guint at = g_rand_int_range (random, 0, bytes->len);
      guint length = g_rand_int_range (random, 1, 20);

      length = MIN (length, bytes->len - at);
      switch (g_rand_int_range (random, 0, 5))
        {
        case 0:
          bytes->data[at] = g_rand_int_range (random, 0, 256);
          break;
        case 1:
          bytes->data[at] = special[g_rand_int_range (random, 0, sizeof special)];
          break;
        case 2:
          g_byte_array_remove_range (bytes, at, length);
          break;
        case 3:
          {
            g_autofree guint8 *copy = g_memdup2 (bytes->data + at, length);

            g_byte_array_append (bytes, copy, length);
          }
          break;
        default:
          g_byte_array_set_size (bytes, at);
        }
    }
}

static void
run_file (const char *path)
{
  g_autofree char *content = NULL;
  g_autoptr(GRand) random = g_rand_new_with_seed (SEED);
  gsize length;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return;
  LLVMFuzzerTestOneInput ((const uint8_t *) content, length);
  for (guint i = 0; i < N_VARIATIONS; i++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, (const guint8 *) content, length);
      vary (random, bytes);
      LLVMFuzzerTestOneInput (bytes->data, bytes->len);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GDir) folder = argc > 1 ? g_dir_open (argv[argc - 1], 0, NULL) : NULL;
  const char *name;

  if (folder == NULL)
    {
      g_printerr ("usage: %s FOLDER\n", argv[0]);
      return 2;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[argc - 1], name, NULL);

      run_file (path);
    }
  return 0;
}
