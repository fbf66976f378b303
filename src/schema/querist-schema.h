/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"
#include "querist-diagnostic.h"

G_BEGIN_DECLS

#define QUERIST_SCHEMA_ERROR (querist_schema_error_quark ())

typedef enum {
  QUERIST_SCHEMA_ERROR_INVALID,
  QUERIST_SCHEMA_ERROR_TOO_LARGE,
} QueristSchemaError;

GQuark querist_schema_error_quark (void);

/* The four things anybody wants of a schema text. The tree behind them is in
 * querist-schema-ast.h. */

GPtrArray      *querist_schema_check   (const char  *text,
                                        gssize       length);
char           *querist_schema_format  (const char  *text,
                                        gssize       length,
                                        GError     **error);
QueristCatalog *querist_schema_catalog (const char  *text,
                                        gssize       length,
                                        const char  *file_name,
                                        GError     **error);
char           *querist_schema_ddl     (const QueristCatalog *catalog);
GPtrArray      *querist_schema_ddl_statements (const QueristCatalog *catalog,
                                               gboolean              with_indexes);

G_END_DECLS
