/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-project.h"
#include "querist-source-private.h"

G_BEGIN_DECLS

/*
 * @database: absolute path
 * @schema_file: the bytes of schema.prisma as last read or written, NULL when it was not there
 * @counts: rows by table name, NULL until somebody asked for one
 * @counting: stops the count under way
 */
struct _QueristProject
{
  GObject         parent_instance;

  char           *path;
  char           *name;
  GListStore     *sources;
  guint           n_holds; /* while there are any, sources.json is not written */
  char           *database;

  char           *schema_text;
  GBytes         *schema_file;
  GPtrArray      *evidence;

  QueristProposal *proposal;

  QueristCatalog *catalog;
  char           *catalog_problem;
  GHashTable     *counts;
  GCancellable   *counting;
  GStrv           load_notes;
};

void             querist_project_changed        (QueristProject       *self);
void             querist_project_schema_changed (QueristProject       *self);
QueristSource   *querist_project_peek_source    (QueristProject       *self,
                                                 guint                 index);
char            *querist_project_build_path     (QueristProject       *self,
                                                 const char           *first,
                                                 const char           *second);
gboolean         querist_project_write          (const char           *path,
                                                 const char           *text,
                                                 GError              **error);

gboolean         querist_project_read_schema    (QueristProject       *self,
                                                 GError              **error);

void             querist_project_read_proposal  (QueristProject       *self);

QueristCatalog  *querist_project_look           (const char           *database,
                                                 const char           *schema_text,
                                                 GError              **error);
void             querist_project_take_catalog   (QueristProject       *self,
                                                 QueristCatalog       *catalog,
                                                 const GError         *problem);

gboolean         querist_project_check_fit      (const char           *database,
                                                 QueristCatalog       *schema,
                                                 GError              **error);
GPtrArray       *querist_project_match_sources  (QueristProject       *self,
                                                 const QueristCatalog *catalog,
                                                 GPtrArray            *notes,
                                                 GError              **error);
gboolean         querist_project_follow_renames (QueristProject       *self,
                                                 const QueristCatalog *catalog);

G_END_DECLS
