/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-project.h"

G_BEGIN_DECLS

/**
 * QueristSetupStage:
 * @QUERIST_SETUP_READ: files are added and read
 * @QUERIST_SETUP_SUGGEST: a schema is suggested
 * @QUERIST_SETUP_LOAD: the database is brought to the schema and the files are loaded
 */
typedef enum {
  QUERIST_SETUP_IDLE,
  QUERIST_SETUP_READ,
  QUERIST_SETUP_SUGGEST,
  QUERIST_SETUP_LOAD,
} QueristSetupStage;

#define QUERIST_TYPE_SETUP (querist_setup_get_type ())

/* The long jobs of a project's setup, one at a time: they belong to the workspace and so go on
 * whatever page is shown. Signals:
 *   "changed": stage, message or fraction changed
 *   "finished" (int stage): it is done; after a load the ledger is there
 *   "failed" (int stage, string message): it went wrong, and nothing that was there is lost
 *   "cancelled" (int stage): it was stopped, and everything is as it was before */
G_DECLARE_FINAL_TYPE (QueristSetup, querist_setup, QUERIST, SETUP, GObject)

QueristSetup        *querist_setup_new          (QueristProject    *project);
gboolean             querist_setup_add_files    (QueristSetup      *self,
                                                 const char *const *paths);
void                 querist_setup_suggest      (QueristSetup      *self);
void                 querist_setup_load         (QueristSetup      *self,
                                                 QueristLoadMode    mode,
                                                 gboolean           accept_data_loss);
void                 querist_setup_run_all      (QueristSetup      *self,
                                                 const char *const *paths);
void                 querist_setup_cancel       (QueristSetup      *self);
QueristSetupStage    querist_setup_get_stage    (QueristSetup      *self);
const char          *querist_setup_get_message  (QueristSetup      *self);
double               querist_setup_get_fraction (QueristSetup      *self);
const QueristLedger *querist_setup_get_ledger   (QueristSetup      *self);

G_END_DECLS
