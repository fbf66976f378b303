/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define QUERIST_CSV_ERROR (querist_csv_error_quark ())

/**
 * QueristCsvError:
 * @QUERIST_CSV_ERROR_EMPTY: the file holds no bytes, or blanks only
 * @QUERIST_CSV_ERROR_NOT_CSV: a picture, a database, an archive of several files, …
 * @QUERIST_CSV_ERROR_ENCODING: the named encoding is unknown or does not fit
 * @QUERIST_CSV_ERROR_LIMIT: more columns or longer fields than can be kept
 * @QUERIST_CSV_ERROR_CHANGED: the file changed while it was read
 */
typedef enum {
  QUERIST_CSV_ERROR_EMPTY,
  QUERIST_CSV_ERROR_NOT_CSV,
  QUERIST_CSV_ERROR_ENCODING,
  QUERIST_CSV_ERROR_LIMIT,
  QUERIST_CSV_ERROR_CHANGED,
} QueristCsvError;

GQuark querist_csv_error_quark (void);

G_END_DECLS
