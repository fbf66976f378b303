/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-catalog.h"
#include "querist-csv-profile.h"
#include "querist-load-drift.h"
#include "querist-loader.h"
#include "querist-migration.h"
#include "querist-proposal.h"
#include "querist-rejects.h"
#include "querist-schema-suggest.h"

G_BEGIN_DECLS

#define QUERIST_PROJECT_ERROR (querist_project_error_quark ())

/**
 * QueristProjectError:
 * @QUERIST_PROJECT_ERROR_EXISTS: the folder is there already and is not empty
 * @QUERIST_PROJECT_ERROR_NOT_A_PROJECT: the folder holds no project
 * @QUERIST_PROJECT_ERROR_SCHEMA: the schema has errors, the first one is in the message
 * @QUERIST_PROJECT_ERROR_NOTHING_LOADED: there are no data to ask yet
 * @QUERIST_PROJECT_ERROR_CONFLICT: schema.prisma holds something that the project has not read
 * @QUERIST_PROJECT_ERROR_DRIFT: a file has changed so that a person has to decide what to do
 * @QUERIST_PROJECT_ERROR_SOURCE: a file is in the project already, was not read, or feeds no table
 */
typedef enum {
  QUERIST_PROJECT_ERROR_EXISTS,
  QUERIST_PROJECT_ERROR_NOT_A_PROJECT,
  QUERIST_PROJECT_ERROR_SCHEMA,
  QUERIST_PROJECT_ERROR_NOTHING_LOADED,
  QUERIST_PROJECT_ERROR_CONFLICT,
  QUERIST_PROJECT_ERROR_SOURCE,
  QUERIST_PROJECT_ERROR_DRIFT,
} QueristProjectError;

GQuark querist_project_error_quark (void);

/**
 * QueristProjectFacts:
 * @facts: (element-type QueristTableFacts)
 * @profiles: the profiles that they speak of
 *
 * What is known of the data of a project.
 */
typedef struct {
  GPtrArray *facts;
  /*< private >*/
  GPtrArray *profiles;
} QueristProjectFacts;

#define QUERIST_TYPE_SOURCE (querist_source_get_type ())

/* One CSV file of a project. Properties: path (string), table (string, the table it feeds),
 * state ("waiting", "reading", "ready", "failed"), message (string, why it failed). A file of a
 * project that was opened is "waiting": it has its dialect and can be loaded, and has no profile
 * until it is read again. */
G_DECLARE_FINAL_TYPE (QueristSource, querist_source, QUERIST, SOURCE, GObject)

const char              *querist_source_get_path    (QueristSource *self);
const char              *querist_source_get_table   (QueristSource *self);
const QueristCsvDialect *querist_source_get_dialect (QueristSource *self);
const QueristCsvProfile *querist_source_get_profile (QueristSource *self);
const char              *querist_source_get_message (QueristSource *self);
gboolean                 querist_source_is_reading  (QueristSource *self);
gboolean                 querist_source_is_waiting  (QueristSource *self);

#define QUERIST_TYPE_PROJECT (querist_project_get_type ())

/* A project folder: sources, schema and database. Emits "changed" when any of them did.
 * Properties: path, name, sources (GListModel of QueristSource), schema-text. */
G_DECLARE_FINAL_TYPE (QueristProject, querist_project, QUERIST, PROJECT, GObject)

QueristProject *querist_project_create               (const char              *path,
                                                      GError                 **error);
QueristProject *querist_project_open                 (const char              *path,
                                                      GError                 **error);
const char     *querist_project_get_path             (QueristProject          *self);
const char     *querist_project_get_name             (QueristProject          *self);
char           *querist_project_dup_database_path    (QueristProject          *self);
gboolean        querist_project_use_database         (QueristProject          *self,
                                                      const char              *path,
                                                      GError                 **error);
char           *querist_project_dup_schema_path      (QueristProject          *self);
GListModel     *querist_project_get_sources          (QueristProject          *self);
void            querist_project_hold                 (QueristProject          *self);
gboolean        querist_project_release              (QueristProject          *self,
                                                      GError                 **error);
gboolean        querist_project_save                 (QueristProject          *self,
                                                      GError                 **error);

/* Sources: a file is profiled in a thread as soon as it is added or its dialect overridden. */
void            querist_project_add_source_async     (QueristProject          *self,
                                                      const char              *path,
                                                      const QueristCsvDialect *wanted,
                                                      QueristProgressFunc      progress,
                                                      gpointer                 progress_data,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
QueristSource  *querist_project_add_source_finish    (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_override_async       (QueristProject          *self,
                                                      QueristSource           *source,
                                                      const QueristCsvDialect *wanted,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_override_finish      (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_read_waiting_async   (QueristProject          *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_read_waiting_finish  (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_repoint_async        (QueristProject          *self,
                                                      QueristSource           *source,
                                                      const char              *path,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_repoint_finish       (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_remove_source        (QueristProject          *self,
                                                      QueristSource           *source);

/* Schema. Setting the text saves it; an invalid text is kept too, since it is the user's. */
const char     *querist_project_get_schema_text      (QueristProject          *self);
gboolean        querist_project_set_schema_text      (QueristProject          *self,
                                                      const char              *text,
                                                      GError                 **error);
char           *querist_project_dup_schema_conflict  (QueristProject          *self);
gboolean        querist_project_reload_schema        (QueristProject          *self,
                                                      GError                 **error);
gboolean        querist_project_overwrite_schema     (QueristProject          *self,
                                                      const char              *text,
                                                      GError                 **error);
GPtrArray      *querist_project_get_evidence         (QueristProject          *self);
void            querist_project_suggest_async        (QueristProject          *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_suggest_finish       (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
QueristCatalog *querist_project_dup_schema_catalog   (QueristProject          *self,
                                                      GError                 **error);

/* What an assistant proposes to improve in the schema; the schema itself stays as it is. */
void            querist_project_collect_facts_async  (QueristProject          *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
QueristProjectFacts *
                querist_project_collect_facts_finish (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_facts_free           (QueristProjectFacts     *self);
void            querist_project_improve_async        (QueristProject          *self,
                                                      QueristAssistant        *assistant,
                                                      QueristDisclosure        disclosure,
                                                      QueristProposalProgress  progress,
                                                      gpointer                 progress_data,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_improve_finish       (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
const QueristProposal *
                querist_project_get_proposal         (QueristProject          *self);
gboolean        querist_project_set_proposal         (QueristProject          *self,
                                                      QueristProposal         *proposal,
                                                      GError                 **error);

/* Database. The catalog is of what is loaded, with the schema's names and descriptions. */
QueristCatalog *querist_project_get_catalog          (QueristProject          *self);
QueristCatalog *querist_project_require_catalog      (QueristProject          *self,
                                                      GError                 **error);
gint64          querist_project_get_n_rows           (QueristProject          *self,
                                                      const char              *table);
void            querist_project_plan_async           (QueristProject          *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
QueristMigration *
                querist_project_plan_finish          (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_push_async           (QueristProject          *self,
                                                      gboolean                 accept_data_loss,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_push_finish          (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_find_drift_async     (QueristProject          *self,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
GPtrArray      *querist_project_find_drift_finish    (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
void            querist_project_load_async           (QueristProject          *self,
                                                      QueristLoadMode          mode,
                                                      gboolean                 accept_drift,
                                                      QueristProgressFunc      progress,
                                                      gpointer                 progress_data,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
QueristLedger  *querist_project_load_finish          (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      GError                 **error);
const char *const *
                querist_project_get_load_notes       (QueristProject          *self);
void            querist_project_run_rejects_async    (QueristProject          *self,
                                                      QueristRejectJob        *job,
                                                      GCancellable            *cancellable,
                                                      GAsyncReadyCallback      callback,
                                                      gpointer                 user_data);
gboolean        querist_project_run_rejects_finish   (QueristProject          *self,
                                                      GAsyncResult            *result,
                                                      QueristRejectOutcome    *outcome,
                                                      GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristProjectFacts, querist_project_facts_free)

G_END_DECLS
