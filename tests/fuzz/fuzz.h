/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer, or fuzz-main.c without it, calls with each input. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);
