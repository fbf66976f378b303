/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz-file.h"

#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

/**
 * fuzz_file_new:
 * @data: its content
 * @size: bytes of it
 * @file: (out): its descriptor, to be closed afterwards
 *
 * Returns: (transfer full): its path
 */
char *
fuzz_file_new (const uint8_t *data,
               size_t         size,
               int           *file)
{
  *file = memfd_create ("fuzz", MFD_CLOEXEC);
  g_assert_cmpint (*file, >=, 0);
  g_assert_cmpint (write (*file, data, size), ==, size);
  return g_strdup_printf ("/proc/self/fd/%d", *file);
}
