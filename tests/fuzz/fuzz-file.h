/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A file that lives in memory, for targets that read files. */
char *fuzz_file_new  (const uint8_t *data,
                      size_t         size,
                      int           *file);
