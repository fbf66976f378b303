/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "querist-openai-model.h"
#include "querist-openai-wire.h"

G_BEGIN_DECLS

struct _QueristOpenaiModel
{
  GObject             parent_instance;

  SoupSession        *session;
  char               *url;
  char               *model;
  char               *key;
  guint               total_seconds;
  QueristOpenaiQuirks quirks;
};

char        *querist_openai_model_hide_key    (QueristOpenaiModel *self,
                                              const char         *words);
SoupMessage *querist_openai_model_new_message (QueristOpenaiModel *self,
                                               const char         *method,
                                               const char         *path);

G_END_DECLS
