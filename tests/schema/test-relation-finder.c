/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "database-shapes.h"
#include "querist-structure-finder.h"

/* What was found, what of it is right, and what there is. */
typedef struct {
  guint found, right, there;
} Score;

static double
f1 (const Score *score)
{
  return score->found + score->there > 0 ? 2.0 * score->right / (score->found + score->there) : 1;
}

static void
remove_folder (const char *folder,
               GPtrArray  *paths)
{
  for (guint i = 0; i < paths->len; i++)
    g_remove (g_ptr_array_index (paths, i));
  g_rmdir (folder);
}

static GPtrArray *
read_profiles (GPtrArray *paths)
{
  GPtrArray *profiles =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_csv_profile_free);

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr(GError) error = NULL;
      QueristCsvProfile *profile =
        querist_csv_profile_file (g_ptr_array_index (paths, i), NULL, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_ptr_array_add (profiles, profile);
    }
  return profiles;
}

static const char *
label_at (const QueristSubject *subject,
          guint                 position)
{
  return querist_subject_get_column (subject, position)->profile->label;
}

static void
score_key (const ShapeTable     *table,
           const QueristSubject *subject,
           Score                *score)
{
  g_auto(GStrv) expected = shape_key (table);
  g_autoptr(GString) found = g_string_new (NULL);
  gboolean right = subject->key->len == g_strv_length (expected);

  for (guint i = 0; i < subject->key->len; i++)
    {
      const char *label = label_at (subject, g_array_index (subject->key, guint, i));

      g_string_append_printf (found, " %s", label);
      right &= g_strv_contains ((const char *const *) expected, label);
    }
  score->found += subject->key->len > 0;
  score->there += expected[0] != NULL;
  score->right += right && expected[0] != NULL;
  if (!right)
    g_test_message ("  key of %s is not:%s", table->name, found->str);
}

static void
append_side (GString              *text,
             const char           *table,
             const QueristSubject *subject,
             GArray               *positions)
{
  g_string_append (text, table);
  for (guint i = 0; i < positions->len; i++)
    g_string_append_printf (text, "%c%s", i == 0 ? '.' : '+',
                            label_at (subject, g_array_index (positions, guint, i)));
}

static char *
name_relation (const Shape           *shape,
               GPtrArray             *subjects,
               const QueristRelation *relation)
{
  GString *text = g_string_new (NULL);
  guint child, parent;

  g_ptr_array_find (subjects, relation->child, &child);
  g_ptr_array_find (subjects, relation->parent, &parent);
  append_side (text, shape->tables[child].name, relation->child, relation->columns);
  g_string_append_c (text, '>');
  append_side (text, shape->tables[parent].name, relation->parent, relation->references);
  return g_string_free (text, FALSE);
}

/* "a.x+y>b.x+y" says the same as "a.y+x>b.y+x". */
static gboolean
is_expected (GPtrArray  *expected,
             const char *name)
{
  g_autofree char *turned = NULL;
  g_auto(GStrv) parts = g_strsplit_set (name, ".>+", -1);

  if (g_strv_length (parts) == 6)
    turned = g_strdup_printf ("%s.%s+%s>%s.%s+%s", parts[0], parts[2], parts[1], parts[3], parts[5],
                              parts[4]);
  for (guint i = 0; i < expected->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (expected, i), name) ||
          g_strcmp0 (g_ptr_array_index (expected, i), turned) == 0)
        {
          g_ptr_array_remove_index (expected, i);
          return TRUE;
        }
    }
  return FALSE;
}

static void
score_relations (const Shape *shape,
                 GPtrArray   *subjects,
                 GPtrArray   *relations,
                 Score       *score)
{
  g_autoptr(GPtrArray) expected = shape_references (shape->tables, shape->n_tables);

  score->there += expected->len;
  for (guint i = 0; i < relations->len; i++)
    {
      const QueristRelation *relation = g_ptr_array_index (relations, i);
      g_autofree char *name = name_relation (shape, subjects, relation);

      score->found++;
      if (is_expected (expected, name))
        score->right++;
      else
        g_test_message ("  too much: %s (%.1f points)", name, relation->points);
    }
  for (guint i = 0; i < expected->len; i++)
    g_test_message ("  missed: %s", (char *) g_ptr_array_index (expected, i));
}

static void
run_shape (const Shape *shape,
           Score       *keys,
           Score       *references)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("querist-shape-XXXXXX", &error);
  g_autoptr(GPtrArray) paths = shape_write_files (shape->tables, shape->n_tables, folder, 7);
  g_autoptr(GPtrArray) profiles = read_profiles (paths);
  g_autoptr(GPtrArray) subjects = querist_subjects_new (profiles);
  g_autoptr(GPtrArray) relations = NULL;
  Score own_keys = { 0 }, own_references = { 0 };

  relations = querist_find_keys_and_relations (subjects, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < shape->n_tables; i++)
    score_key (&shape->tables[i], g_ptr_array_index (subjects, i), &own_keys);
  score_relations (shape, subjects, relations, &own_references);
  g_test_message ("%-15s keys %2u/%2u, found %2u: F1 %.2f; references %2u/%2u, found %2u: F1 %.2f",
                  shape->name, own_keys.right, own_keys.there, own_keys.found, f1 (&own_keys),
                  own_references.right, own_references.there, own_references.found,
                  f1 (&own_references));
  keys->found += own_keys.found, keys->right += own_keys.right, keys->there += own_keys.there;
  references->found += own_references.found;
  references->right += own_references.right;
  references->there += own_references.there;
  remove_folder (folder, paths);
}

/* Over all shapes together. Not everything can be right: that a capital is a city is in no value. */
static void
test_shapes (void)
{
  Score keys = { 0 }, references = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    run_shape (&shapes[i], &keys, &references);
  g_test_message ("all: keys F1 %.3f, references F1 %.3f", f1 (&keys), f1 (&references));
  g_assert_cmpfloat (f1 (&keys), >=, 0.98);
  g_assert_cmpfloat (f1 (&references), >=, 0.98);
}

static void
test_habits (void)
{
  Score keys = { 0 }, references = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (habits); i++)
    run_shape (&habits[i], &keys, &references);
  g_assert_cmpfloat (f1 (&keys), ==, 1);
  g_assert_cmpfloat (f1 (&references), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/relation-finder/shapes", test_shapes);
  g_test_add_func ("/schema/relation-finder/habits", test_habits);
  return g_test_run ();
}
