/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-session-row.h"

#include <glib/gi18n.h>

#include "querist-clock.h"

struct _QueristSessionRow {
  GtkListBoxRow  parent_instance;

  char          *id;
  GtkLabel      *title;
  GtkLabel      *day;
  GtkPopover    *menu;
};

G_DEFINE_FINAL_TYPE (QueristSessionRow, querist_session_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
delete_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  return gtk_widget_activate_action (widget, "sidebar.delete-session", "s",
                                     QUERIST_SESSION_ROW (widget)->id);
}

static void
delete_action_cb (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  delete_cb (widget, NULL, NULL);
}

static gboolean
popup_menu_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   user_data)
{
  gtk_popover_popup (QUERIST_SESSION_ROW (widget)->menu);
  return TRUE;
}

static void
pressed_cb (QueristSessionRow *self)
{
  gtk_popover_popup (self->menu);
}

static void
querist_session_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QUERIST_TYPE_SESSION_ROW);
  G_OBJECT_CLASS (querist_session_row_parent_class)->dispose (object);
}

static void
querist_session_row_finalize (GObject *object)
{
  g_free (QUERIST_SESSION_ROW (object)->id);
  G_OBJECT_CLASS (querist_session_row_parent_class)->finalize (object);
}

static void
querist_session_row_class_init (QueristSessionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = querist_session_row_dispose;
  object_class->finalize = querist_session_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/querist/Querist/querist-session-row.ui");
  gtk_widget_class_bind_template_child (widget_class, QueristSessionRow, title);
  gtk_widget_class_bind_template_child (widget_class, QueristSessionRow, day);
  gtk_widget_class_bind_template_child (widget_class, QueristSessionRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_install_action (widget_class, "session.delete", NULL, delete_action_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, delete_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, popup_menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, popup_menu_cb, NULL);
}

static void
querist_session_row_init (QueristSessionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * querist_describe_day:
 * @iso_time: ISO 8601, local time
 * @now: what "today" is
 *
 * Returns: (transfer full): "today", "yesterday", a weekday of the last week, or the date
 */
char *
querist_describe_day (const char *iso_time,
                      GDateTime  *now)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (iso_time, zone);
  GDate day, today;
  int days;

  if (time == NULL)
    return g_strdup ("");
  g_date_clear (&day, 1);
  g_date_clear (&today, 1);
  g_date_set_dmy (&day, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));
  g_date_set_dmy (&today, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  days = g_date_days_between (&day, &today);
  if (days == 0)
    return g_strdup (_("today"));
  if (days == 1)
    return g_strdup (_("yesterday"));
  return g_date_time_format (time, days > 1 && days < 7 ? "%a" : "%x");
}

/**
 * querist_session_row_new:
 * @info: the session
 *
 * Returns: (transfer none): a row for a list box
 */
GtkWidget *
querist_session_row_new (const QueristSessionInfo *info)
{
  QueristSessionRow *self = g_object_new (QUERIST_TYPE_SESSION_ROW, NULL);
  g_autoptr(GDateTime) now = querist_clock_now ();
  g_autofree char *day = querist_describe_day (info->updated, now);

  self->id = g_strdup (info->id);
  gtk_label_set_label (self->title, info->title);
  gtk_label_set_label (self->day, day);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), info->title);
  return GTK_WIDGET (self);
}

/**
 * querist_session_row_get_id:
 *
 * Returns: the session's id
 */
const char *
querist_session_row_get_id (QueristSessionRow *self)
{
  return self->id;
}
