/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-csv-error.h"

G_DEFINE_QUARK (querist-csv-error-quark, querist_csv_error)
