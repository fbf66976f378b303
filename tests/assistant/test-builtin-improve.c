/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "querist-builtin-improve.h"
#include "querist-table-facts.h"

static GPtrArray *
improve (const char *schema,
         GPtrArray  *facts)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *found = querist_builtin_improve (schema, facts, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static const QueristImprovement *
find (GPtrArray              *found,
      QueristImprovementKind  kind,
      const char             *model,
      const char             *field)
{
  for (guint i = 0; i < found->len; i++)
    {
      const QueristImprovement *change = g_ptr_array_index (found, i);

      if (change->kind == kind && g_str_equal (change->model, model) &&
          g_strcmp0 (change->field, field) == 0)
        return change;
    }
  return NULL;
}

/* Names that mean one thing are spelled out; whatever has a word that nobody knows stays. */
static void
test_names (void)
{
  static const struct {
    const char *field, *type, *name;
  } cases[] = {
    { "custNm", "String", "customerName" },
    { "cust_nm", "String", "customerName" },
    { "CUST_NM", "String?", "customerName" },
    { "addr2", "String", "address2" },
    { "qty", "Int", "quantity" },
    { "qty", "String", NULL },
    { "startDt", "DateTime", "startDate" },
    { "dt", "Int", NULL },
    { "ordNo", "Int", "orderNo" },
    { "ordinal", "Int", NULL },
    { "ord", "Int", NULL },
    { "prodCd", "String", "prodCode" },
    { "cd", "String", NULL },
    { "cdPlayer", "String", NULL },
    { "custXqz", "String", NULL },
    { "descRank", "Int", NULL },
    { "description", "String", NULL },
    { "name", "String", NULL },
    { "catId", "Int", NULL },
    { "price", "Float", NULL },
    { "dob", "DateTime", "dateOfBirth" },
    { "totAmt", "Decimal", "totalAmount" },
    { "straße", "String", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *schema = g_strdup_printf ("model Thing {\n  id Int @id\n  %s %s\n}\n",
                                                 cases[i].field, cases[i].type);
      g_autoptr(GPtrArray) found = improve (schema, NULL);

      g_test_message ("%s %s", cases[i].field, cases[i].type);
      g_assert_cmpuint (found->len, ==, cases[i].name != NULL ? 1 : 0);
      if (cases[i].name != NULL)
        g_assert_cmpstr (((QueristImprovement *) found->pdata[0])->name, ==, cases[i].name);
    }
}

static const char related[] =
  "model TblCust {\n"
  "  id       Int   @id\n"
  "  ordsBill Ord[] @relation(\"a\")\n"
  "  ordsShip Ord[] @relation(\"b\")\n"
  "}\n"
  "model Ord {\n"
  "  id            Int      @id\n"
  "  billingCustId Int\n"
  "  shipCustId    Int\n"
  "  prodId        Int\n"
  "  tblCust       TblCust  @relation(\"a\", fields: [billingCustId], references: [id])\n"
  "  tblCust2      TblCust  @relation(\"b\", fields: [shipCustId], references: [id])\n"
  "  product       Product  @relation(fields: [prodId], references: [id])\n"
  "}\n"
  "model Product {\n"
  "  id   Int   @id\n"
  "  ords Ord[]\n"
  "}\n";

static void
test_names_of_relations (void)
{
  static const struct {
    const char *model, *field, *name;
  } cases[] = {
    { "TblCust", NULL, "Customer" },
    { "Ord", NULL, "Order" },
    { "Ord", "tblCust2", "shipCust" },
    { "Ord", "prodId", "productId" },
    { "Ord", "shipCustId", "shipCustomerId" },
    { "Product", "ords", "orders" },
    { "TblCust", "ordsBill", "ordersBill" },
  };
  g_autoptr(GPtrArray) found = improve (related, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const QueristImprovement *change =
        find (found, QUERIST_IMPROVEMENT_RENAME, cases[i].model, cases[i].field);

      g_test_message ("%s.%s", cases[i].model, cases[i].field);
      g_assert_nonnull (change);
      g_assert_cmpstr (change->name, ==, cases[i].name);
    }
  g_assert_null (find (found, QUERIST_IMPROVEMENT_RENAME, "Product", NULL));
  g_assert_null (find (found, QUERIST_IMPROVEMENT_RENAME, "Ord", "product"));
}

static QueristColumnFacts *
add_column (GPtrArray     *facts,
            const char    *column,
            QueristScalar  type,
            const char    *label,
            const char    *format,
            const char    *values)
{
  QueristColumnFacts *self = querist_column_facts_new (column);

  self->type = type;
  self->label = g_strdup (label);
  self->format = g_strdup (format);
  self->values = g_strsplit (values, " ", -1);
  self->n_rows = 100;
  self->min = g_strdup ("2024-01-31T00:00:00.000Z");
  self->max = g_strdup ("2024-12-31T00:00:00.000Z");
  g_ptr_array_add (((QueristTableFacts *) facts->pdata[0])->columns, self);
  return self;
}

/* Facts that the schema does not tell, and nothing that it does. */
static void
test_texts (void)
{
  static const struct {
    const char    *column, *type;
    QueristScalar  scalar;
    const char    *label, *format, *values, *text;
  } cases[] = {
    { "price", "Float", QUERIST_SCALAR_FLOAT, "Price (EUR)", NULL, "1 2", "In EUR." },
    { "price", "Float", QUERIST_SCALAR_FLOAT, "Price [km/h]", NULL, "1 2", "In km/h." },
    { "price", "Float", QUERIST_SCALAR_FLOAT, "Price (net)", NULL, "1 2", NULL },
    { "price", "Float", QUERIST_SCALAR_FLOAT, "Price (EUR) old", NULL, "1 2", NULL },
    { "price", "String", QUERIST_SCALAR_STRING, "Price (EUR)", NULL, "a b", NULL },
    { "price", "Float", QUERIST_SCALAR_FLOAT, NULL, NULL, "1 2", NULL },
    { "rate", "Float", QUERIST_SCALAR_FLOAT, "rate", "percent", "1 2",
      "In percent: 50 is one half." },
    { "country", "String", QUERIST_SCALAR_STRING, "country", NULL, "DE AT FR",
      "Country as its two-letter code (ISO 3166-1)." },
    { "country", "String", QUERIST_SCALAR_STRING, "country", NULL, "DE AT XX", NULL },
    { "country", "String", QUERIST_SCALAR_STRING, "country", NULL, "DE AT", NULL },
    { "grade", "String", QUERIST_SCALAR_STRING, "grade", NULL, "DE AT FR", NULL },
    { "day", "DateTime", QUERIST_SCALAR_DATE_TIME, "day", "%d/%m/%Y", "x",
      "A day, without a time; a.csv has 2024-01-31 to 2024-12-31." },
    { "at", "DateTime", QUERIST_SCALAR_DATE_TIME, "at", "%d/%m/%Y %H:%M", "x", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) facts =
        g_ptr_array_new_with_free_func ((GDestroyNotify) querist_table_facts_free);
      g_autofree char *schema =
        g_strdup_printf ("model A {\n  id Int @id\n  %s %s\n}\n", cases[i].column, cases[i].type);
      g_autoptr(GPtrArray) found = NULL;
      QueristTableFacts *table = querist_table_facts_new ("A");

      table->file = g_strdup ("a.csv");
      g_ptr_array_add (facts, table);
      add_column (facts, "id", QUERIST_SCALAR_INT, "id", NULL, "1 2");
      add_column (facts, cases[i].column, cases[i].scalar, cases[i].label, cases[i].format,
                  cases[i].values);
      found = improve (schema, facts);
      g_test_message ("%s %s", cases[i].column, cases[i].label);
      g_assert_cmpuint (found->len, ==, cases[i].text != NULL ? 1 : 0);
      if (cases[i].text != NULL)
        g_assert_cmpstr (((QueristImprovement *) found->pdata[0])->text, ==, cases[i].text);
    }
}

static void
test_described_already (void)
{
  g_autoptr(GPtrArray) facts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_table_facts_free);
  g_autoptr(GPtrArray) found = NULL;

  g_ptr_array_add (facts, querist_table_facts_new ("A"));
  add_column (facts, "id", QUERIST_SCALAR_INT, "id", NULL, "1 2");
  add_column (facts, "price", QUERIST_SCALAR_FLOAT, "Price (EUR)", NULL, "1 2");
  found = improve ("model A {\n  id Int @id\n  /// net\n  price Float\n}\n", facts);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_rows_of_a_model (void)
{
  g_autoptr(GPtrArray) found = improve (
    "model A {\n  id Int @id\n  cs C[]\n}\nmodel LongName {\n  id Int @id\n  cs C[]\n}\n"
    "model C {\n  aId Int\n  bId Int\n  a A @relation(fields: [aId], references: [id])\n"
    "  b LongName @relation(fields: [bId], references: [id])\n  @@id([aId, bId])\n}\n", NULL);

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((QueristImprovement *) found->pdata[0])->text, ==,
                   "One row per a and long name.");
}

/* Files against a schema that a person has written: relations that the data bear out or contradict,
 * and rows without a value. */
static void
test_relations (void)
{
  static const char *const files[][2] = {
    { "stores", "store_id,city\n1,Ulm\n2,Bonn\n3,Kiel\n4,Jena\n" },
    { "sales", "sale_id,store_id,clerk_id,amount\n100,1,71,5\n101,2,72,\n102,4,73,7\n103,1,74,8\n" },
  };
  g_autofree char *folder = g_dir_make_tmp ("querist-improve-XXXXXX", NULL);
  g_autoptr(GPtrArray) profiles =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_csv_profile_free);
  g_autoptr(GPtrArray) facts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_table_facts_free);
  g_autoptr(GPtrArray) found = NULL;
  const QueristImprovement *added, *removed;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat (files[i][0], ".csv", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      QueristCsvProfile *profile;

      g_assert_true (g_file_set_contents (path, files[i][1], -1, NULL));
      profile = querist_csv_profile_file (path, NULL, NULL, NULL, NULL, NULL);
      g_assert_nonnull (profile);
      g_ptr_array_add (profiles, profile);
      g_ptr_array_add (facts, querist_table_facts_from_profile (files[i][0], profile));
    }
  found = improve (
    "model Store {\n  storeId Int @id @map(\"store_id\")\n  city String\n"
    "  clerked Sale[]\n  @@map(\"stores\")\n}\n"
    "model Sale {\n  saleId Int @id @map(\"sale_id\")\n  storeId Int @map(\"store_id\")\n"
    "  clerkId Int @map(\"clerk_id\")\n  amount Int\n"
    "  clerk Store @relation(fields: [clerkId], references: [storeId])\n  @@map(\"sales\")\n}\n",
    facts);
  added = find (found, QUERIST_IMPROVEMENT_ADD_RELATION, "Sale", "store");
  g_assert_nonnull (added);
  g_assert_cmpstr (added->target, ==, "Store");
  g_assert_cmpstr (added->fields[0], ==, "storeId");
  g_assert_cmpstr (added->references[0], ==, "storeId");
  g_assert_cmpstr (added->opposite, ==, "sales");
  removed = find (found, QUERIST_IMPROVEMENT_REMOVE_RELATION, "Sale", "clerk");
  g_assert_nonnull (removed);
  g_assert_nonnull (strstr (removed->reason, "Only 0 % of the 4"));
  g_assert_nonnull (find (found, QUERIST_IMPROVEMENT_SET_OPTIONAL, "Sale", "amount"));
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < profiles->len; i++)
    g_remove (((QueristCsvProfile *) profiles->pdata[i])->path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assistant/builtin-improve/names", test_names);
  g_test_add_func ("/assistant/builtin-improve/names-of-relations", test_names_of_relations);
  g_test_add_func ("/assistant/builtin-improve/texts", test_texts);
  g_test_add_func ("/assistant/builtin-improve/described-already", test_described_already);
  g_test_add_func ("/assistant/builtin-improve/rows-of-a-model", test_rows_of_a_model);
  g_test_add_func ("/assistant/builtin-improve/relations", test_relations);
  return g_test_run ();
}
