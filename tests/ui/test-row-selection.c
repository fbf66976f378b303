/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-row-selection.h"

#define N_ROWS 50000000

/* A list whose rows must not be looked at. */
#define TEST_TYPE_LIST (test_list_get_type ())
G_DECLARE_FINAL_TYPE (TestList, test_list, TEST, LIST, GObject)

struct _TestList {
  GObject parent_instance;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestList, test_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
test_list_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
test_list_get_n_items (GListModel *list)
{
  return N_ROWS;
}

static gpointer
test_list_get_item (GListModel *list,
                    guint       position)
{
  g_assert_not_reached ();
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = test_list_get_item_type;
  iface->get_n_items = test_list_get_n_items;
  iface->get_item = test_list_get_item;
}

static void
test_list_class_init (TestListClass *klass)
{
}

static void
test_list_init (TestList *self)
{
}

typedef struct {
  GtkSelectionModel *selection;
  guint              n_changes;
  guint              position;
  guint              n_items;
} Fixture;

static void
changed_cb (Fixture *fixture,
            guint    position,
            guint    n_items)
{
  fixture->n_changes++;
  fixture->position = position;
  fixture->n_items = n_items;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GListModel) list = g_object_new (TEST_TYPE_LIST, NULL);

  fixture->selection = GTK_SELECTION_MODEL (querist_row_selection_new (list));
  g_signal_connect_swapped (fixture->selection, "selection-changed", G_CALLBACK (changed_cb),
                            fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->selection);
}

/* What changed last, and how many rows are selected since. */
static void
assert_change (Fixture *fixture,
               guint    position,
               guint    n_items,
               guint    n_selected)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (fixture->selection);

  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (fixture->position, ==, position);
  g_assert_cmpuint (fixture->n_items, ==, n_items);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, n_selected);
  fixture->n_changes = 0;
}

static void
test_list_shows_through (Fixture       *fixture,
                         gconstpointer  data)
{
  GListModel *list = G_LIST_MODEL (fixture->selection);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, N_ROWS);
  g_assert_true (g_list_model_get_item_type (list) == G_TYPE_OBJECT);
  g_assert_true (TEST_IS_LIST (
    querist_row_selection_get_model (QUERIST_ROW_SELECTION (fixture->selection))));
  g_assert_false (gtk_selection_model_is_selected (fixture->selection, 0));
}

static void
test_items (Fixture       *fixture,
            gconstpointer  data)
{
  gtk_selection_model_select_item (fixture->selection, 7, TRUE);
  assert_change (fixture, 7, 1, 1);
  gtk_selection_model_select_item (fixture->selection, 9, FALSE);
  assert_change (fixture, 9, 1, 2);
  g_assert_true (gtk_selection_model_is_selected (fixture->selection, 7));
  g_assert_false (gtk_selection_model_is_selected (fixture->selection, 8));

  /* one row alone: whatever lay between is told with it */
  gtk_selection_model_select_item (fixture->selection, 3, TRUE);
  assert_change (fixture, 3, 7, 1);
  gtk_selection_model_unselect_item (fixture->selection, 3);
  assert_change (fixture, 3, 1, 0);
}

static void
test_ranges (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_selection_model_select_range (fixture->selection, 10, 5, TRUE);
  assert_change (fixture, 10, 5, 5);
  gtk_selection_model_unselect_range (fixture->selection, 12, 10);
  assert_change (fixture, 12, 3, 2);
  g_assert_true (gtk_selection_model_is_selected (fixture->selection, 11));
  g_assert_false (gtk_selection_model_is_selected (fixture->selection, 12));
}

/* Fifty million rows, none of which is fetched. */
static void
test_all (Fixture       *fixture,
          gconstpointer  data)
{
  gtk_selection_model_select_all (fixture->selection);
  assert_change (fixture, 0, N_ROWS, N_ROWS);
  gtk_selection_model_unselect_item (fixture->selection, N_ROWS - 1);
  assert_change (fixture, N_ROWS - 1, 1, N_ROWS - 1);
  gtk_selection_model_unselect_all (fixture->selection);
  assert_change (fixture, 0, N_ROWS - 1, 0);
}

static void
test_nothing_changes (Fixture       *fixture,
                      gconstpointer  data)
{
  gtk_selection_model_unselect_all (fixture->selection);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  gtk_selection_model_select_item (fixture->selection, 5, TRUE);
  fixture->n_changes = 0;
  gtk_selection_model_select_item (fixture->selection, 5, TRUE);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/app/row-selection/list-shows-through", test_list_shows_through },
    { "/app/row-selection/items", test_items },
    { "/app/row-selection/ranges", test_ranges },
    { "/app/row-selection/all", test_all },
    { "/app/row-selection/nothing-changes", test_nothing_changes },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
