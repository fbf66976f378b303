/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "database-shapes.h"
#include "querist-diagnostic.h"
#include "querist-schema-suggest.h"
#include "querist-schema.h"

typedef struct {
  const char *name;
  const char *text;
} File;

static QueristSuggestion *
suggest_paths (GPtrArray *paths)
{
  g_autoptr(GPtrArray) profiles =
    g_ptr_array_new_with_free_func ((GDestroyNotify) querist_csv_profile_free);
  g_autoptr(GError) error = NULL;
  QueristSuggestion *suggestion;

  for (guint i = 0; i < paths->len; i++)
    {
      QueristCsvProfile *profile =
        querist_csv_profile_file (g_ptr_array_index (paths, i), NULL, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_ptr_array_add (profiles, profile);
    }
  suggestion = querist_schema_suggest (profiles, "file:../analysis.db", NULL, &error);
  g_assert_no_error (error);
  return suggestion;
}

static void
remove_files (GPtrArray  *paths,
              const char *folder)
{
  for (guint i = 0; i < paths->len; i++)
    g_unlink (g_ptr_array_index (paths, i));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Files end with an entry without a name. */
static QueristSuggestion *
suggest (const File *files)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("querist-suggest-XXXXXX", &error);
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  QueristSuggestion *suggestion;

  g_assert_no_error (error);
  for (guint i = 0; files[i].name != NULL; i++)
    {
      char *path = g_build_filename (folder, files[i].name, NULL);

      g_file_set_contents (path, files[i].text, -1, &error);
      g_assert_no_error (error);
      g_ptr_array_add (paths, path);
    }
  suggestion = suggest_paths (paths);
  remove_files (paths, folder);
  return suggestion;
}

/* The checker finds no error, and the formatter nothing to do. */
static void
assert_sound (const char *text)
{
  g_autoptr(GPtrArray) diagnostics = querist_schema_check (text, -1);
  g_autoptr(GError) error = NULL;
  g_autofree char *formatted = querist_schema_format (text, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const QueristDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);

      if (diagnostic->severity == QUERIST_SEVERITY_ERROR)
        g_error ("line %u: %s in\n%s", diagnostic->span.line, diagnostic->message, text);
    }
  g_assert_cmpstr (text, ==, formatted);
}

static void
assert_line (const QueristSuggestion *suggestion,
             const char              *line)
{
  if (strstr (suggestion->text, line) == NULL)
    g_error ("“%s” is not in\n%s", line, suggestion->text);
}

static const QueristEvidence *
find_evidence (const QueristSuggestion *suggestion,
               const char              *model,
               const char              *field,
               const char              *decision)
{
  for (guint i = 0; i < suggestion->evidence->len; i++)
    {
      const QueristEvidence *evidence = g_ptr_array_index (suggestion->evidence, i);

      if (g_str_equal (evidence->model, model) && g_strcmp0 (evidence->field, field) == 0 &&
          g_str_equal (evidence->decision, decision))
        return evidence;
    }
  g_error ("no evidence for %s.%s %s", model, field, decision);
}

static void
test_text (void)
{
  static const File files[] = {
    { "customers.csv", "id,name,email\n1,Ann,\n2,Bob,b@x.org\n3,Cid,c@x.org\n" },
    { "Order Items.csv",
      "order_id,line_no,Product Code,qty\n100,1,AX1,2\n100,2,BX1,1\n101,1,AX1,5\n102,1,AX1,5\n" },
    { "orders.csv",
      "id,customer_id,placed\n100,1,2024-01-02\n101,3,2024-01-03\n102,1,2024-01-04\n" },
    { "products.csv", "product_code,name,price\nAX1,Tea,1.50\nBX1,Coffee,2.75\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);
  g_autofree char *tables = g_strjoinv (" ", suggestion->tables);

  g_assert_cmpstr (tables, ==, "customers order_items orders products");
  g_assert_cmpstr (suggestion->text, ==,
                   "datasource db {\n"
                   "  provider = \"sqlite\"\n"
                   "  url      = \"file:../analysis.db\"\n"
                   "}\n"
                   "\n"
                   "model Customer {\n"
                   "  id     Int     @id @default(autoincrement())\n"
                   "  name   String\n"
                   "  email  String?\n"
                   "  orders Order[]\n"
                   "\n"
                   "  @@map(\"customers\")\n"
                   "}\n"
                   "\n"
                   "model OrderItem {\n"
                   "  orderId     Int     @map(\"order_id\")\n"
                   "  lineNo      Int     @map(\"line_no\")\n"
                   "  productCode String  @map(\"Product_Code\")\n"
                   "  qty         Int\n"
                   "  order       Order   @relation(fields: [orderId], references: [id])\n"
                   "  product     Product @relation(fields: [productCode], references: "
                   "[productCode])\n"
                   "\n"
                   "  @@id([orderId, lineNo])\n"
                   "  @@index([productCode])\n"
                   "  @@map(\"order_items\")\n"
                   "}\n"
                   "\n"
                   "model Order {\n"
                   "  id         Int         @id\n"
                   "  customerId Int         @map(\"customer_id\")\n"
                   "  placed     DateTime\n"
                   "  customer   Customer    @relation(fields: [customerId], references: [id])\n"
                   "  orderItems OrderItem[]\n"
                   "\n"
                   "  @@index([customerId])\n"
                   "  @@map(\"orders\")\n"
                   "}\n"
                   "\n"
                   "model Product {\n"
                   "  productCode String      @id @map(\"product_code\")\n"
                   "  name        String\n"
                   "  price       Decimal\n"
                   "  orderItems  OrderItem[]\n"
                   "\n"
                   "  @@map(\"products\")\n"
                   "}\n");
  assert_sound (suggestion->text);
}

/* Every shape gives a schema that stands, also with its reasons in it. */
static void
test_sound (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *folder = g_dir_make_tmp ("querist-suggest-XXXXXX", &error);
      g_autoptr(GPtrArray) paths = shape_write_files (shapes[i].tables, shapes[i].n_tables, folder,
                                                      i);
      g_autoptr(QueristSuggestion) suggestion = suggest_paths (paths);
      g_autofree char *why = querist_suggestion_to_text_with_why (suggestion);

      assert_sound (suggestion->text);
      assert_sound (why);
      g_assert_cmpuint (strlen (why), >, strlen (suggestion->text));
      remove_files (paths, folder);
    }
}

static void
test_names (void)
{
  static const File files[] = {
    { "string.csv", "id,2nd place,%,Größe,class,Class \n1,a,b,c,d,e\n2,f,g,h,i,j\n" },
    { "2024-sales.csv", "id,model,type\n1,x,y\n2,y,x\n" },
    { "2024 Sales.csv", "id,a.b\n1,x\n2,y\n" },
    { "sqlite_things.csv", "id,x\n1,5\n2,6\n" },
    { "kategorien.csv", "名前,値\nあ,1\nい,2\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);
  g_autofree char *tables = g_strjoinv (" ", suggestion->tables);

  g_assert_cmpstr (tables, ==, "string 2024_sales 2024_sales_2 table_sqlite_things kategorien");
  assert_line (suggestion, "model StringRecord {");
  assert_line (suggestion, "model Table2024Sales {");
  assert_line (suggestion, "model Table2024Sales2 {");
  assert_sound (suggestion->text);
}

static void
test_self_and_twice (void)
{
  static const File files[] = {
    { "employees.csv", "employee_id,name,manager_id,home_city_id,work_city_id\n"
                       "1,A,,20,10\n2,B,1,10,20\n3,C,1,30,10\n4,D,2,20,40\n" },
    { "cities.csv", "city_id,name\n10,P\n20,Q\n30,R\n40,S\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "Employee?  @relation(\"EmployeeManager\", fields: [managerId], "
                           "references: [employeeId])");
  assert_line (suggestion, "@relation(\"EmployeeHomeCity\", fields: [homeCityId]");
  assert_line (suggestion, "@relation(\"EmployeeWorkCity\", fields: [workCityId]");
  assert_line (suggestion, "employeesByManager Employee[] @relation(\"EmployeeManager\")");
  assert_line (suggestion, "employeesByHomeCity Employee[] @relation(\"EmployeeHomeCity\")");
  assert_sound (suggestion->text);
}

static void
test_one_to_one (void)
{
  static const File files[] = {
    { "people.csv", "person_id,name\n5,A\n6,B\n9,C\n12,D\n" },
    { "passports.csv", "person_id,country\n5,DE\n9,FR\n12,DE\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "Person @relation(fields: [personId], references: [personId])");
  assert_line (suggestion, "passport Passport?");
  assert_sound (suggestion->text);
}

static void
test_surrogate (void)
{
  static const File files[] = {
    { "readings.csv", "id,value\n1,2.5\n1,2.5\n2,3.5\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "  rowId Int     @id @default(autoincrement()) @map(\"row_id\")");
  find_evidence (suggestion, "Reading", "rowId", "Int @id @default(autoincrement())");
  assert_sound (suggestion->text);
}

/* A sum that happens to be unique is no key: the month is. */
static void
test_measure_is_no_key (void)
{
  static const File files[] = {
    { "employment.csv", "month,nonfarm,private\n2006-01-01,135450,113603\n"
                        "2006-02-01,135762,113884\n2006-03-01,136059,114156\n"
                        "2006-04-01,136227,114308\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "  month   DateTime @id");
  assert_sound (suggestion->text);
}

/* Two tables numbered 1..n, quantities and ratings: none of them refers to anything. */
static void
test_no_attraction (void)
{
  static const File files[] = {
    { "colors.csv", "id,name\n1,red\n2,green\n3,blue\n4,black\n5,white\n" },
    { "sizes.csv", "id,name\n1,S\n2,M\n3,L\n4,XL\n5,XXL\n" },
    { "sales.csv",
      "id,quantity,rating,year,votes\n1,2,5,1,2\n2,1,4,2,3\n3,5,3,3,1\n4,4,2,4,2\n5,2,1,5,4\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  g_assert_null (strstr (suggestion->text, "@relation"));
  assert_sound (suggestion->text);
}

static void
test_dirty (void)
{
  static const File files[] = {
    { "customers.csv", "id,name\n11,A\n12,B\n13,C\n14,D\n15,E\n16,F\n17,G\n18,H\n19,I\n20,J\n" },
    { "orders.csv", "id,customer_id\n1,11\n2,12\n3,13\n4,14\n5,15\n6,16\n7,17\n8,18\n9,19\n10,20\n"
                    "11,99\n12,99\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);
  const QueristEvidence *evidence;

  assert_line (suggestion, "customer   Customer @relation(fields: [customerId], references: [id])");
  evidence = find_evidence (suggestion, "Order", "customer", "relation to Customer");
  g_assert_true (evidence->warning);
  g_assert_nonnull (strstr (evidence->text, "1 of 11 different values of orders.customer_id does "
                                            "not occur in customers.id"));
  g_assert_nonnull (strstr (evidence->text, "A load rejects the 2 rows"));
}

/* Two tables with states: a state that one of them lacks must not cost the other its rows. */
static void
test_dirty_by_chance (void)
{
  g_autoptr(GString) strikes = g_string_new ("strike_id,origin_state\n");
  g_autoptr(GString) states = g_string_new ("state,population\n");
  g_autoptr(QueristSuggestion) suggestion = NULL;
  File files[] = { { "strikes.csv", NULL }, { "storms.csv", NULL }, { NULL, NULL } };

  for (guint i = 0; i < 30; i++)
    {
      g_string_append_printf (strikes, "%u,State %c%c\n", i + 1, 'A' + i % 26, 'a' + i / 26);
      if (i > 0)
        g_string_append_printf (states, "State %c%c,%u\n", 'A' + i % 26, 'a' + i / 26,
                                1000 + 777 * i);
    }
  files[0].text = strikes->str;
  files[1].text = states->str;
  suggestion = suggest (files);
  g_assert_null (strstr (suggestion->text, "@relation"));
}

/* What pandas makes of whole numbers where some are missing. */
static void
test_fractions (void)
{
  static const File files[] = {
    { "customers.csv", "customer_id,name\n101,a\n102,b\n105,c\n109,d\n" },
    { "orders.csv", "order_id,customer_id,weight\n1,101.0,1.0\n2,,2.5\n3,105.0,3.0\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "  customerId Int?      @map(\"customer_id\")\n");
  assert_line (suggestion, "  customer   Customer? @relation(fields: [customerId]");
  assert_sound (suggestion->text);
}

/* Of the rows that refer to nothing, those without a value are none. */
static void
test_dirty_reference_without_nulls (void)
{
  g_autoptr(GString) customers = g_string_new ("id,name\n");
  g_autoptr(GString) orders = g_string_new ("id,customer_id\n");
  File files[] = { { "customers.csv", NULL }, { "orders.csv", NULL }, { NULL, NULL } };
  g_autoptr(QueristSuggestion) suggestion = NULL;
  const QueristEvidence *evidence;

  for (guint i = 1; i <= 300; i++)
    g_string_append_printf (customers, "%u,n%u\n", i, i);
  for (guint i = 1; i <= 900; i++)
    {
      if (i % 10 == 0)
        g_string_append_printf (orders, "%u,NULL\n", i);
      else
        g_string_append_printf (orders, "%u,%u\n", i, i == 77 ? 99999 : 1 + i % 300);
    }
  files[0].text = customers->str;
  files[1].text = orders->str;
  suggestion = suggest (files);
  evidence = find_evidence (suggestion, "Order", "customer", "relation to Customer");
  g_assert_true (evidence->warning);
  g_assert_nonnull (strstr (evidence->text, "1 of 271 different values of orders.customer_id "
                                              "does not occur in customers.id"));
  g_assert_nonnull (strstr (evidence->text, "rejects the one row with this value"));
}

/* Profiles don't keep all values of these; the files do. */
static void
test_dirty_reference_among_many (void)
{
  g_autoptr(GString) customers = g_string_new ("id,name\n");
  g_autoptr(GString) orders = g_string_new ("id,customer_id\n");
  File files[] = { { "customers.csv", NULL }, { "orders.csv", NULL }, { NULL, NULL } };
  g_autoptr(QueristSuggestion) suggestion = NULL;
  const guint n = 600000;

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (customers, "%u,n\n", i);
  for (guint i = 1; i <= n; i++)
    g_string_append_printf (orders, "%u,%u\n", i, i == 77 ? n + 7 : 1 + i * 7 % n);
  files[0].text = customers->str;
  files[1].text = orders->str;
  suggestion = suggest (files);
  g_assert_nonnull (strstr (find_evidence (suggestion, "Order", "customer",
                                           "relation to Customer")->text,
                            "rejects the one row with this value"));
}

/* Names written in one word, shortened, or turned to a role. */
static void
test_column_names (void)
{
  static const char *const columns[] = {
    "customerid", "custno", "CustID", "cust_id", "customer", "ship_to_customer_id", "customer_1",
    "buyer_id", "fk_customer",
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *orders = g_strdup_printf ("id,%s\n1,17\n2,23\n3,17\n4,42\n", columns[i]);
      const File files[] = { { "customers.csv", "id,name\n17,a\n23,b\n42,c\n58,d\n" },
                             { "orders.csv", orders },
                             { "stores.csv", "id,name\n17,P\n23,Q\n42,R\n58,S\n" },
                             { NULL, NULL } };
      g_autoptr(QueristSuggestion) suggestion = suggest (files);

      g_test_message ("%s", columns[i]);
      assert_line (suggestion, "Customer @relation(");
      assert_sound (suggestion->text);
    }
}

static char *
make_cases (guint n)
{
  static const char *const words[] = { "open", "shut", "lost" };
  GString *text = g_string_new ("id,status,note\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u,%s,%s\n", i + 1, words[i % 3], words[(i + 1) % 3]);
  return g_string_free (text, FALSE);
}

static void
test_enum (void)
{
  g_autofree char *many = make_cases (150);
  g_autofree char *few = make_cases (30);
  const File files[] = { { "cases.csv", many }, { "files.csv", few }, { NULL, NULL } };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "enum CaseStatus {\n  lost\n  open\n  shut\n}\n");
  assert_line (suggestion, "  status CaseStatus\n  note   String\n");
  assert_line (suggestion, "  status String\n");
  assert_sound (suggestion->text);
}

static void
test_header_only (void)
{
  static const File files[] = {
    { "customers.csv", "customer_id,name\n" },
    { "orders.csv", "order_id,customer_id,total\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "customerId String  @id @map(\"customer_id\")");
  assert_line (suggestion, "customer   Customer? @relation(");
  assert_sound (suggestion->text);
}

/* A key of two columns that another table refers to. */
static void
test_composite (void)
{
  static const File files[] = {
    { "order_lines.csv", "order_id,line_no,item\n1,1,a\n1,2,b\n2,1,a\n2,2,c\n3,1,d\n" },
    { "claims.csv", "claim_id,order_id,line_no,reason\n1,1,2,x\n2,2,1,y\n3,2,1,y\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "@@id([orderId, lineNo])");
  assert_line (suggestion,
               "@relation(fields: [orderId, lineNo], references: [orderId, lineNo])");
  assert_sound (suggestion->text);
}

static char *
make_slots (const char *last)
{
  GString *text = g_string_new ("box_no,slot_no,x\n");

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, "%u,%u,5\n", i / 100, i % 100);
  return g_string_free (g_string_append (text, last), FALSE);
}

/* Two columns that tell the first 50,000 rows apart, but not all of them. */
static void
test_late_duplicate (void)
{
  g_autofree char *sound = make_slots ("");
  g_autofree char *late = make_slots ("599,99,5\n");
  const File files[] = { { "sound.csv", sound }, { "late.csv", late }, { NULL, NULL } };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "  @@id([boxNo, slotNo])\n  @@map(\"sound\")");
  assert_line (suggestion, "model Late {\n  id     Int   @id @default(autoincrement())");
}

static void
test_cancelled (void)
{
  g_autoptr(GPtrArray) profiles = g_ptr_array_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(QueristSuggestion) empty = querist_schema_suggest (profiles, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (empty->text, ==, "datasource db {\n  provider = \"sqlite\"\n}\n");
  g_cancellable_cancel (cancellable);
  g_assert_null (querist_schema_suggest (profiles, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_empty_dates (void)
{
  static const File files[] = {
    { "orders.csv", "id,shipped_date,deleted_at,update\n1,,,\n2,,,\n3,,,\n" },
    { NULL, NULL },
  };
  g_autoptr(QueristSuggestion) suggestion = suggest (files);

  assert_line (suggestion, "shippedDate DateTime? @map(\"shipped_date\")");
  assert_line (suggestion, "deletedAt   DateTime? @map(\"deleted_at\")");
  assert_line (suggestion, "update      String?");
  assert_sound (suggestion->text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/suggest/text", test_text);
  g_test_add_func ("/schema/suggest/empty-dates", test_empty_dates);
  g_test_add_func ("/schema/suggest/sound", test_sound);
  g_test_add_func ("/schema/suggest/names", test_names);
  g_test_add_func ("/schema/suggest/self-and-twice", test_self_and_twice);
  g_test_add_func ("/schema/suggest/one-to-one", test_one_to_one);
  g_test_add_func ("/schema/suggest/surrogate", test_surrogate);
  g_test_add_func ("/schema/suggest/measure-is-no-key", test_measure_is_no_key);
  g_test_add_func ("/schema/suggest/no-attraction", test_no_attraction);
  g_test_add_func ("/schema/suggest/dirty", test_dirty);
  g_test_add_func ("/schema/suggest/dirty-by-chance", test_dirty_by_chance);
  g_test_add_func ("/schema/suggest/dirty-reference-without-nulls", test_dirty_reference_without_nulls);
  g_test_add_func ("/schema/suggest/dirty-reference-among-many", test_dirty_reference_among_many);
  g_test_add_func ("/schema/suggest/fractions", test_fractions);
  g_test_add_func ("/schema/suggest/column-names", test_column_names);
  g_test_add_func ("/schema/suggest/enum", test_enum);
  g_test_add_func ("/schema/suggest/header-only", test_header_only);
  g_test_add_func ("/schema/suggest/composite", test_composite);
  g_test_add_func ("/schema/suggest/late-duplicate", test_late_duplicate);
  g_test_add_func ("/schema/suggest/cancelled", test_cancelled);
  return g_test_run ();
}
