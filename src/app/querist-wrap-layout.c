/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-wrap-layout.h"

#define SPACING 6

struct _QueristWrapLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (QueristWrapLayout, querist_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Where the next child goes. */
typedef struct {
  int x;
  int y;
  int line_height;
} Pen;

/* Moves the pen past a child and returns where the child goes. */
static GdkRectangle
place_child (Pen       *pen,
             GtkWidget *child,
             int        width)
{
  GdkRectangle place;
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  place.width = CLAMP (natural, minimum, MAX (minimum, width));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, place.width, NULL, &place.height, NULL,
                      NULL);
  if (pen->x > 0 && pen->x + place.width > width)
    {
      pen->y += pen->line_height + SPACING;
      pen->x = pen->line_height = 0;
    }
  place.x = pen->x;
  place.y = pen->y;
  pen->x += place.width + SPACING;
  pen->line_height = MAX (pen->line_height, place.height);
  return place;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static void
querist_wrap_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  Pen pen = { 0 };

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      place_child (&pen, child, for_size < 0 ? G_MAXINT : for_size);
  *minimum = *natural = pen.y + pen.line_height;
}

/* Gives the children of a line the line's height, so that they can be aligned in it. */
static void
finish_line (GArray *places,
             guint   start,
             int     height)
{
  for (guint i = start; i < places->len; i++)
    g_array_index (places, GdkRectangle, i).height = height;
}

static GArray *
place_children (GtkWidget *widget,
                int        width)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (GdkRectangle));
  Pen pen = { 0 };
  guint start = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        int line_height = pen.line_height;
        GdkRectangle place = place_child (&pen, child, width);

        if (place.x == 0)
          {
            finish_line (places, start, line_height);
            start = places->len;
          }
        g_array_append_val (places, place);
      }
  finish_line (places, start, pen.line_height);
  return places;
}

static void
querist_wrap_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  g_autoptr(GArray) places = place_children (widget, width);
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      {
        GdkRectangle place = g_array_index (places, GdkRectangle, i++);

        if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
          place.x = width - place.x - place.width;
        gtk_widget_size_allocate (child, &place, -1);
      }
}

static GtkSizeRequestMode
querist_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
querist_wrap_layout_class_init (QueristWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = querist_wrap_layout_measure;
  layout_class->allocate = querist_wrap_layout_allocate;
  layout_class->get_request_mode = querist_wrap_layout_get_request_mode;
}

static void
querist_wrap_layout_init (QueristWrapLayout *self)
{
}
