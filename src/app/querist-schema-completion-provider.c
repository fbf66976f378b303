/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-completion-provider.h"

#include <glib/gi18n.h>

#include "querist-schema-commands.h"
#include "querist-schema-editor.h"

#define QUERIST_TYPE_SCHEMA_PROPOSAL (querist_schema_proposal_get_type ())

G_DECLARE_FINAL_TYPE (QueristSchemaProposal, querist_schema_proposal, QUERIST, SCHEMA_PROPOSAL,
                      GObject)

/* One entry of the list. */
struct _QueristSchemaProposal {
  GObject                  parent_instance;

  QueristSchemaCompletion *completion;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristSchemaProposal, querist_schema_proposal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROPOSAL, NULL))

static void
querist_schema_proposal_finalize (GObject *object)
{
  querist_schema_completion_free (QUERIST_SCHEMA_PROPOSAL (object)->completion);
  G_OBJECT_CLASS (querist_schema_proposal_parent_class)->finalize (object);
}

static void
querist_schema_proposal_class_init (QueristSchemaProposalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = querist_schema_proposal_finalize;
}

static void
querist_schema_proposal_init (QueristSchemaProposal *self)
{
}

struct _QueristSchemaCompletionProvider {
  GObject parent_instance;
};

static void provider_iface_init (GtkSourceCompletionProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (QueristSchemaCompletionProvider,
                               querist_schema_completion_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROVIDER,
                                                      provider_iface_init))

/**
 * querist_schema_symbol_icon_name:
 * @kind: what something in a schema is
 *
 * Returns: the icon that stands for it in lists
 */
const char *
querist_schema_symbol_icon_name (QueristSchemaSymbolKind kind)
{
  switch (kind)
    {
    case QUERIST_SCHEMA_SYMBOL_MODEL:
    case QUERIST_SCHEMA_SYMBOL_VIEW:
      return "querist-table-symbolic";
    case QUERIST_SCHEMA_SYMBOL_ENUM:
    case QUERIST_SCHEMA_SYMBOL_VALUE:
      return "querist-enum-symbolic";
    case QUERIST_SCHEMA_SYMBOL_FIELD:
      return "querist-text-symbolic";
    case QUERIST_SCHEMA_SYMBOL_TYPE:
      return "querist-number-symbolic";
    case QUERIST_SCHEMA_SYMBOL_KEYWORD:
    case QUERIST_SCHEMA_SYMBOL_DATASOURCE:
    case QUERIST_SCHEMA_SYMBOL_GENERATOR:
    case QUERIST_SCHEMA_SYMBOL_ATTRIBUTE:
    case QUERIST_SCHEMA_SYMBOL_FUNCTION:
    case QUERIST_SCHEMA_SYMBOL_ARGUMENT:
    default:
      return "querist-json-symbolic";
    }
}

/* What may stand at the cursor, and the byte at which what is typed of it begins. */
static GPtrArray *
complete (GtkSourceCompletionContext  *context,
          gsize                       *start,
          char                       **typed)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context));
  GtkTextIter cursor;
  g_autofree char *text = NULL;
  GPtrArray *completions;
  gsize offset;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  text = querist_text_buffer_dup_text (buffer, &cursor, &offset);
  completions = querist_schema_complete (text, -1, offset, start);
  if (typed != NULL)
    *typed = g_strndup (text + *start, offset - *start);
  return completions;
}

/* Whether somebody who types has just ended a word that can stand so: a list that is in the way
 * of the next key, such as Enter, would help nobody. */
static gboolean
is_complete (GtkSourceCompletionContext *context,
             GPtrArray                  *completions,
             const char                 *typed)
{
  if (gtk_source_completion_context_get_activation (context) !=
      GTK_SOURCE_COMPLETION_ACTIVATION_INTERACTIVE)
    return FALSE;
  for (guint i = 0; i < completions->len; i++)
    {
      const QueristSchemaCompletion *completion = g_ptr_array_index (completions, i);

      if (g_str_equal (completion->label, typed))
        return TRUE;
    }
  return FALSE;
}

static GListModel *
list_proposals (GtkSourceCompletionContext *context)
{
  GListStore *store = g_list_store_new (QUERIST_TYPE_SCHEMA_PROPOSAL);
  g_autofree char *typed = NULL;
  gsize start;
  g_autoptr(GPtrArray) completions = complete (context, &start, &typed);

  if (is_complete (context, completions, typed))
    return G_LIST_MODEL (store);
  g_ptr_array_set_free_func (completions, NULL);
  for (guint i = 0; i < completions->len; i++)
    {
      g_autoptr(QueristSchemaProposal) proposal =
        g_object_new (QUERIST_TYPE_SCHEMA_PROPOSAL, NULL);

      proposal->completion = g_ptr_array_index (completions, i);
      g_list_store_append (store, proposal);
    }
  return G_LIST_MODEL (store);
}

static char *
get_title (GtkSourceCompletionProvider *provider)
{
  return g_strdup (_("Schema"));
}

static gboolean
is_trigger (GtkSourceCompletionProvider *provider,
            const GtkTextIter           *iter,
            gunichar                     ch)
{
  return ch == '@' || ch == '(' || ch == '[';
}

static GListModel *
populate (GtkSourceCompletionProvider  *provider,
          GtkSourceCompletionContext   *context,
          GError                      **error)
{
  return list_proposals (context);
}

static void
refilter (GtkSourceCompletionProvider *provider,
          GtkSourceCompletionContext  *context,
          GListModel                  *model)
{
  g_autoptr(GListModel) proposals = list_proposals (context);

  gtk_source_completion_context_set_proposals_for_provider (context, provider, proposals);
}

static void
display (GtkSourceCompletionProvider *provider,
         GtkSourceCompletionContext  *context,
         GtkSourceCompletionProposal *proposal,
         GtkSourceCompletionCell     *cell)
{
  const QueristSchemaCompletion *completion = QUERIST_SCHEMA_PROPOSAL (proposal)->completion;

  switch (gtk_source_completion_cell_get_column (cell))
    {
    case GTK_SOURCE_COMPLETION_COLUMN_ICON:
      gtk_source_completion_cell_set_icon_name (cell,
                                                querist_schema_symbol_icon_name (completion->kind));
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT:
      gtk_source_completion_cell_set_text (cell, completion->label);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_COMMENT:
      gtk_source_completion_cell_set_text (cell, completion->detail);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_BEFORE:
    case GTK_SOURCE_COMPLETION_COLUMN_AFTER:
    case GTK_SOURCE_COMPLETION_COLUMN_DETAILS:
    default:
      gtk_source_completion_cell_set_text (cell, NULL);
    }
}

static void
activate (GtkSourceCompletionProvider *provider,
          GtkSourceCompletionContext  *context,
          GtkSourceCompletionProposal *proposal)
{
  const QueristSchemaCompletion *completion = QUERIST_SCHEMA_PROPOSAL (proposal)->completion;
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context));
  GtkTextIter begin, end;
  gsize start = 0;
  g_autoptr(GPtrArray) unused = complete (context, &start, NULL);

  gtk_text_buffer_get_iter_at_mark (buffer, &end, gtk_text_buffer_get_insert (buffer));
  querist_text_buffer_get_iter_at_byte (buffer, &begin, start);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &begin, &end);
  gtk_text_buffer_insert (buffer, &begin, completion->insert, -1);
  gtk_text_iter_backward_chars (&begin, g_utf8_strlen (completion->insert + completion->caret, -1));
  gtk_text_buffer_place_cursor (buffer, &begin);
  gtk_text_buffer_end_user_action (buffer);
}

static void
provider_iface_init (GtkSourceCompletionProviderInterface *iface)
{
  iface->get_title = get_title;
  iface->is_trigger = is_trigger;
  iface->populate = populate;
  iface->refilter = refilter;
  iface->display = display;
  iface->activate = activate;
}

static void
querist_schema_completion_provider_class_init (QueristSchemaCompletionProviderClass *klass)
{
}

static void
querist_schema_completion_provider_init (QueristSchemaCompletionProvider *self)
{
}

/**
 * querist_schema_completion_provider_new:
 *
 * Returns: (transfer full): a provider for a view's completion
 */
GtkSourceCompletionProvider *
querist_schema_completion_provider_new (void)
{
  return g_object_new (QUERIST_TYPE_SCHEMA_COMPLETION_PROVIDER, NULL);
}
