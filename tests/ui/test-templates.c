/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "querist-ask-page.h"
#include "querist-changes-view.h"
#include "querist-chart-view.h"
#include "querist-chat-view.h"
#include "querist-column-chooser.h"
#include "querist-data-page.h"
#include "querist-diagram.h"
#include "querist-dialect-bar.h"
#include "querist-diff-view.h"
#include "querist-explain-view.h"
#include "querist-find-bar.h"
#include "querist-improve-row.h"
#include "querist-improve-view.h"
#include "querist-job-bar.h"
#include "querist-jump-list.h"
#include "querist-load-report.h"
#include "querist-new-project-dialog.h"
#include "querist-originals-view.h"
#include "querist-page.h"
#include "querist-preferences.h"
#include "querist-problem-list.h"
#include "querist-question-entry.h"
#include "querist-reject-editor.h"
#include "querist-rejects-view.h"
#include "querist-result-table.h"
#include "querist-result-view.h"
#include "querist-schema-editor-view.h"
#include "querist-schema-page.h"
#include "querist-session-row.h"
#include "querist-sidebar.h"
#include "querist-source-preview.h"
#include "querist-source-row.h"
#include "querist-sql-editor.h"
#include "querist-sql-pane.h"
#include "querist-start-page.h"
#include "querist-summary-view.h"
#include "querist-turn-row.h"
#include "querist-why-view.h"
#include "querist-window.h"

/* No page may keep its window from being made narrow. */
static void
assert_fits_narrow (GtkWidget *page)
{
  int minimum;

  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_test_message ("at least %d wide", minimum);
  g_assert_cmpint (minimum, <=, 420);
}

/* A mistake in a template shows only when a widget is made of it: warnings are fatal here. */
static void
test_template (gconstpointer data)
{
  GType type = ((GType (*) (void)) data) ();
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));
  /* GtkSourceView 5.6 is never finalized once it was shown, not even a plain one. */
  gboolean kept = GTK_SOURCE_IS_VIEW (widget);

  if (!GTK_IS_NATIVE (widget))
    {
      GtkWidget *window = gtk_window_new ();
      GtkWidget *child = widget;

      if (GTK_IS_LIST_BOX_ROW (widget))
        {
          child = gtk_list_box_new ();
          gtk_list_box_append (GTK_LIST_BOX (child), widget);
        }
      gtk_window_set_child (GTK_WINDOW (window), child);
      gtk_window_present (GTK_WINDOW (window));
      gtk_test_widget_wait_for_draw (window);
      if (QUERIST_IS_PAGE (widget))
        assert_fits_narrow (widget);
      gtk_window_destroy (GTK_WINDOW (window));
    }
  else if (GTK_IS_WINDOW (widget))
    {
      gtk_window_present (GTK_WINDOW (widget));
      gtk_test_widget_wait_for_draw (widget);
      gtk_window_destroy (GTK_WINDOW (widget));
    }
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
  g_object_unref (widget);
  for (gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
       !kept && widget != NULL && g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (kept || widget == NULL);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    GType     (*get_type) (void);
  } widgets[] = {
    { "ask-page", querist_ask_page_get_type },
    { "changes-view", querist_changes_view_get_type },
    { "chart-view", querist_chart_view_get_type },
    { "chat-view", querist_chat_view_get_type },
    { "column-chooser", querist_column_chooser_get_type },
    { "data-page", querist_data_page_get_type },
    { "diagram", querist_diagram_get_type },
    { "dialect-bar", querist_dialect_bar_get_type },
    { "diff-view", querist_diff_view_get_type },
    { "explain-view", querist_explain_view_get_type },
    { "find-bar", querist_find_bar_get_type },
    { "improve-row", querist_improve_row_get_type },
    { "improve-view", querist_improve_view_get_type },
    { "job-bar", querist_job_bar_get_type },
    { "jump-list", querist_jump_list_get_type },
    { "load-report", querist_load_report_get_type },
    { "new-project-dialog", querist_new_project_dialog_get_type },
    { "originals-view", querist_originals_view_get_type },
    { "preferences", querist_preferences_get_type },
    { "problem-list", querist_problem_list_get_type },
    { "question-entry", querist_question_entry_get_type },
    { "reject-editor", querist_reject_editor_get_type },
    { "rejects-view", querist_rejects_view_get_type },
    { "result-table", querist_result_table_get_type },
    { "result-view", querist_result_view_get_type },
    { "schema-editor-view", querist_schema_editor_view_get_type },
    { "schema-page", querist_schema_page_get_type },
    { "session-row", querist_session_row_get_type },
    { "sidebar", querist_sidebar_get_type },
    { "source-preview", querist_source_preview_get_type },
    { "source-row", querist_source_row_get_type },
    { "sql-editor", querist_sql_editor_get_type },
    { "sql-pane", querist_sql_pane_get_type },
    { "start-page", querist_start_page_get_type },
    { "summary-view", querist_summary_view_get_type },
    { "turn-row", querist_turn_row_get_type },
    { "why-view", querist_why_view_get_type },
    { "window", querist_window_get_type },
  };

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  adw_init ();
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    {
      g_autofree char *path = g_strdup_printf ("/app/templates/%s", widgets[i].name);

      g_test_add_data_func (path, widgets[i].get_type, test_template);
    }
  return g_test_run ();
}
