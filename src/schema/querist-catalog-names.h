/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-catalog.h"

G_BEGIN_DECLS

void     querist_catalog_assign_names        (QueristCatalog          *self);
gboolean querist_catalog_needs_relation_name (const QueristCatalog    *self,
                                              const QueristTable      *table,
                                              const QueristForeignKey *key);
gboolean querist_foreign_key_is_one_to_one   (const QueristTable      *table,
                                              const QueristForeignKey *key);
char    *querist_schema_identifier           (const char              *text,
                                              const char              *fallback);

G_END_DECLS
