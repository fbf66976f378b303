/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-job-bar.h"

#include "querist-template.h"

#define PULSE_MS 120

struct _QueristJobBar {
  QueristPage     parent_instance;

  GtkRevealer    *revealer;
  GtkLabel       *message;
  GtkProgressBar *progress;
  guint           pulse_id;
};

G_DEFINE_FINAL_TYPE (QueristJobBar, querist_job_bar, QUERIST_TYPE_PAGE)

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (QUERIST_JOB_BAR (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

/* While nobody knows how much is left, the bar moves to and fro. */
static void
set_fraction (QueristJobBar *self,
              gboolean       busy,
              double         fraction)
{
  gboolean pulse = busy && fraction <= 0;

  if (pulse && self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);
  if (!pulse)
    {
      g_clear_handle_id (&self->pulse_id, g_source_remove);
      gtk_progress_bar_set_fraction (self->progress, fraction);
    }
}

static void
setup_changed_cb (QueristJobBar *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristSetup *setup = querist_workspace_get_setup (workspace);
  gboolean busy = setup != NULL && querist_setup_get_stage (setup) != QUERIST_SETUP_IDLE;

  gtk_revealer_set_reveal_child (self->revealer, busy);
  set_fraction (self, busy, busy ? querist_setup_get_fraction (setup) : 0);
  if (busy && querist_setup_get_message (setup) != NULL)
    gtk_label_set_label (self->message, querist_setup_get_message (setup));
}

static void
project_opened_cb (QueristJobBar *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));
  QueristSetup *setup = querist_workspace_get_setup (workspace);

  if (setup != NULL)
    g_signal_connect_object (setup, "changed", G_CALLBACK (setup_changed_cb), self,
                             G_CONNECT_SWAPPED);
  setup_changed_cb (self);
}

static void
cancel_cb (QueristJobBar *self)
{
  QueristWorkspace *workspace = querist_page_get_workspace (QUERIST_PAGE (self));

  querist_setup_cancel (querist_workspace_get_setup (workspace));
}

static void
querist_job_bar_bind_workspace (QueristPage      *page,
                                QueristWorkspace *workspace)
{
  g_signal_connect_object (workspace, "notify::project", G_CALLBACK (project_opened_cb), page,
                           G_CONNECT_SWAPPED);
  project_opened_cb (QUERIST_JOB_BAR (page));
}

static void
querist_job_bar_dispose (GObject *object)
{
  g_clear_handle_id (&QUERIST_JOB_BAR (object)->pulse_id, g_source_remove);
  querist_template_dispose (GTK_WIDGET (object), QUERIST_TYPE_JOB_BAR);
  G_OBJECT_CLASS (querist_job_bar_parent_class)->dispose (object);
}

static void
querist_job_bar_class_init (QueristJobBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  QueristPageClass *page_class = QUERIST_PAGE_CLASS (klass);

  object_class->dispose = querist_job_bar_dispose;
  page_class->bind_workspace = querist_job_bar_bind_workspace;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-job-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristJobBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, QueristJobBar, message);
  gtk_widget_class_bind_template_child (widget_class, QueristJobBar, progress);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
querist_job_bar_init (QueristJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
