/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-name-match.h"
#include "querist-text.h"

/* Roles that a thing of some kind plays in another. The first kind that is the name of a table
 * (or its last word) is meant. "self" is the table that the column stands in. */
static const struct {
  const char *role;
  const char *kinds[8];
} roles[] = {
  { "parent", { "self" } },
  { "predecessor", { "self" } },
  { "successor", { "self" } },
  { "previous", { "self" } },
  { "prerequisite", { "self", "course" } },
  { "prereq", { "self", "course" } },
  { "replaced", { "self" } },
  { "duplicate", { "self" } },
  { "reportsto", { "self", "employee", "staff", "person", "user" } },
  { "reportto", { "self", "employee", "staff", "person", "user" } },
  { "manager", { "employee", "staff", "worker", "person", "people", "user", "self" } },
  { "mgr", { "employee", "emp", "staff", "worker", "person", "user", "self" } },
  { "mngr", { "employee", "emp", "staff", "worker", "person", "user", "self" } },
  { "supervisor", { "employee", "staff", "worker", "person", "user", "self" } },
  { "superssn", { "employee", "staff", "worker", "person", "self" } },
  { "boss", { "employee", "staff", "worker", "person", "user", "self" } },
  { "rep", { "employee", "staff", "salesperson", "person", "user" } },
  { "representative", { "employee", "staff", "salesperson", "person", "user" } },
  { "salesperson", { "employee", "staff", "person", "user" } },
  { "salesman", { "employee", "staff", "person", "user" } },
  { "agent", { "employee", "staff", "person", "user" } },
  { "clerk", { "employee", "staff", "person", "user" } },
  { "cashier", { "employee", "staff", "person", "user" } },
  { "assignee", { "employee", "staff", "user", "person", "member" } },
  { "technician", { "employee", "staff", "person", "user" } },
  { "instructor", { "teacher", "faculty", "staff", "employee", "person", "user" } },
  { "advisor", { "teacher", "instructor", "faculty", "professor", "staff", "person", "user" } },
  { "author", { "user", "person", "people", "member", "writer", "employee" } },
  { "owner", { "user", "person", "people", "member", "employee", "customer", "account" } },
  { "leader", { "employee", "staff", "worker", "person", "user", "member" } },
  { "lead", { "employee", "staff", "worker", "person", "user", "member" } },
  { "by", { "user", "person", "people", "member", "employee", "staff" } },
  { "creator", { "user", "person", "member", "employee" } },
  { "createdby", { "user", "person", "member", "employee", "staff" } },
  { "updatedby", { "user", "person", "member", "employee", "staff" } },
  { "modifiedby", { "user", "person", "member", "employee", "staff" } },
  { "approvedby", { "user", "person", "member", "employee", "staff" } },
  { "editor", { "user", "person", "member", "employee" } },
  { "reviewer", { "user", "person", "member", "customer" } },
  { "sender", { "user", "person", "member", "customer", "account" } },
  { "receiver", { "user", "person", "member", "customer", "account" } },
  { "recipient", { "user", "person", "member", "customer", "account" } },
  { "buyer", { "customer", "user", "person", "client", "member" } },
  { "seller", { "user", "vendor", "employee", "supplier", "person" } },
  { "captain", { "player", "person", "people", "employee" } },
  { "coach", { "person", "people", "staff", "employee" } },
  { "winner", { "team", "player", "club", "person" } },
  { "loser", { "team", "player", "club", "person" } },
  { "capital", { "city", "town" } },
  { "hometown", { "city", "town" } },
  { "birthplace", { "city", "place", "country" } },
  { "orig", { "airport", "station", "city", "port", "location" } },
  { "dest", { "airport", "station", "city", "port", "location" } },
  { "origin", { "airport", "station", "city", "port", "location" } },
  { "destination", { "airport", "station", "city", "port", "location" } },
  { "departure", { "airport", "station", "city", "port" } },
  { "arrival", { "airport", "station", "city", "port" } },
  { "via", { "shipper", "carrier" } },
  { "carrier", { "shipper", "airline" } },
  { "nationality", { "country", "nation" } },
};

/* Words of names that count or measure: such a column holds a number, whatever it resembles. */
static const char *const measures[] = {
  "amount", "price", "cost", "total", "quantity", "qty", "count", "sum", "average", "avg",
  "rate", "rating", "score", "percent", "percentage", "pct", "ratio", "discount", "tax", "fee",
  "salary", "income", "revenue", "balance", "budget", "age", "year", "month", "day", "week",
  "hour", "minute", "second", "millisecond", "duration", "length", "width", "height", "weight",
  "size", "latitude", "longitude", "lat", "lng", "lon", "population", "area", "distance",
  "temperature", "speed", "rank", "level", "limit", "stock", "unit", "point", "goal", "win",
  "loss", "lap", "grid", "position", "seat", "capacity", "bytes", "byte", "volume", "value",
  "gnp", "expectancy", "version", "priority", "sequence", "seq", "order_index", "installment",
  "freight", "freightvalue", "credit", "debit", "min", "max", "time", "date", "timestamp",
  "attempt", "round", "stint", "bonus", "commission", "payment", "mark", "grade", "flag",
  "reorder", "stddev", "index", "sort", "line", "sequential", "floor", "room", "lifeexpectancy",
  NULL,
};

static const char *const generic[] = {
  "id", "key", "code", "no", "nr", "num", "number", "name", "title", "type", "value", "label",
  "description", "date", "email", "phone", "url", "uuid", "guid", "year", "status", "text",
  "comment", "note", "index", "rowid", "rowguid", "serial", "sn", "row", "unnamed", "column", NULL,
};

/* Last words of names that describe a thing, and that two things may share by accident. */
static const char *const descriptions[] = {
  "address", "street", "city", "town", "district", "county", "state", "province", "region",
  "country", "location", "name", "title", "description", "comment", "note", "text", "label",
  "remark", "caption", "subject", "color", "colour", NULL,
};

/* What people and places have alike without having to do with each other. */
static const char *const addresses[] = {
  "postal", "postcode", "zip", "phone", "telephone", "mobile", "fax", NULL,
};

static gboolean
ends_with_words (char **words,
                 char **ending)
{
  guint n = g_strv_length (words), m = g_strv_length (ending);

  if (m == 0 || m > n)
    return FALSE;
  for (guint i = 0; i < m; i++)
    {
      if (!g_str_equal (words[n - m + i], ending[i]))
        return FALSE;
    }
  return TRUE;
}

/* Whether @ending closes @word where no gap shows the boundary; long enough to be no accident. */
static gboolean
ends_with_text (const char *word,
                const char *ending)
{
  return strlen (ending) >= 4 && strlen (word) > strlen (ending) &&
         g_str_has_suffix (word, ending);
}

/* "dept" for "department", "cust" for "customer", "au" for "author": the first letter and then
 * letters of the word in their order. */
static gboolean
shortens (const char *brief,
          const char *word)
{
  gsize n = strlen (brief);

  if (n < 1 || n >= strlen (word) || brief[0] != word[0])
    return FALSE;
  if (g_str_has_prefix (word, brief))
    return TRUE;
  if (n < 3)
    return FALSE;
  for (; *brief != '\0' && *word != '\0'; word++)
    {
      if (*brief == *word)
        brief++;
    }
  return *brief == '\0';
}

static gboolean
shortens_words (char **brief,
                char **words)
{
  guint n = g_strv_length (brief);

  if (n == 0 || n != g_strv_length (words))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!g_str_equal (brief[i], words[i]) && !shortens (brief[i], words[i]) &&
          !shortens (words[i], brief[i]))
        return FALSE;
    }
  return TRUE;
}

static char *
without_digits (const char *text)
{
  gsize length = strlen (text);

  while (length > 0 && g_ascii_isdigit (text[length - 1]))
    length--;
  return g_strndup (text, length);
}

static gboolean
shares_beginning (char **words,
                  char **others)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      for (guint j = 0; others[j] != NULL; j++)
        {
          gsize n = MIN (strlen (words[i]), strlen (others[j]));

          if (n >= 4 && strncmp (words[i], others[j], n) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* "outer_package_id" of the package types: tables of kinds are called so without saying it. */
static gboolean
names_kind (const QueristSubjectColumn *column,
            const QueristSubject       *table)
{
  static const char *const kinds[] = { "type", "category", "kind", "class", NULL };
  guint n = g_strv_length (table->words), m = g_strv_length (column->stem);

  return n == 2 && m > 0 && g_strv_contains (kinds, table->words[1]) &&
         g_str_equal (column->stem[m - 1], table->words[0]);
}

/**
 * querist_name_match_table:
 * @column: a column
 * @table: any table, also its own
 *
 * Compares the column's name with the table's name alone.
 *
 * Returns: QUERIST_NAME_MATCH_TABLE, _TAIL, _SHORT, _PARTIAL or _NONE
 */
QueristNameMatch
querist_name_match_table (const QueristSubjectColumn *column,
                          const QueristSubject       *table)
{
  g_autofree char *numberless = without_digits (column->stem_joined);
  const char *last_word;

  if (column->stem[0] == NULL)
    return QUERIST_NAME_MATCH_NONE;
  last_word = column->stem[g_strv_length (column->stem) - 1];
  if (g_str_equal (column->stem_joined, table->joined) || g_str_equal (numberless, table->joined))
    return QUERIST_NAME_MATCH_TABLE;
  if (ends_with_words (column->stem, table->words) ||
      ends_with_words (table->words, column->stem) ||
      (g_strv_length (table->words) > 1 && ends_with_text (column->stem_joined, table->joined)) ||
      ends_with_text (last_word, table->joined) ||
      ends_with_text (table->joined, column->stem_joined))
    return QUERIST_NAME_MATCH_TAIL;
  if (column->says_key &&
      (shortens_words (column->stem, table->words) || names_kind (column, table)))
    return QUERIST_NAME_MATCH_SHORT;
  if (shares_beginning (column->stem, table->words))
    return QUERIST_NAME_MATCH_PARTIAL;
  return QUERIST_NAME_MATCH_NONE;
}

/* Nearly all words differ in their first letter, and there are many to compare in wide tables. */
static inline gboolean
is_word (const char *word,
         const char *wanted)
{
  return word[0] == wanted[0] && strcmp (word, wanted) == 0;
}

static gboolean
plays_role (const char           *role,
            const char           *const *kinds,
            const QueristSubjectColumn *column,
            const QueristSubject *child,
            const QueristSubject *parent)
{
  guint n = g_strv_length (column->stem);

  if (n == 0 ||
      (!is_word (column->stem[n - 1], role) && !is_word (column->stem_joined, role) &&
       !is_word (column->stem[0], role)))
    return FALSE;
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      if (g_str_equal (kinds[i], "self") ? child == parent
          : g_str_equal (parent->joined, kinds[i]) ||
            g_str_equal (parent->words[g_strv_length (parent->words) - 1], kinds[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_role (const QueristSubjectColumn *column,
          const QueristSubject       *child,
          const QueristSubject       *parent)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      if (plays_role (roles[i].role, roles[i].kinds, column, child, parent))
        return TRUE;
    }
  return FALSE;
}

/* A mere "id" that is not the one of its own rows: somebody else's. */
static gboolean
is_borrowed_id (const QueristSubjectColumn *column,
                const QueristSubject       *parent,
                const QueristSubjectColumn *key)
{
  return column->says_key && column->stem[0] == NULL &&
         !querist_column_is_unique (column->profile) && g_str_equal (column->joined, key->joined) &&
         querist_subject_is_key (parent, key->position);
}

/* The column has the name of the key but for words that say "key": "head_dept" and "dept_no". */
static QueristNameMatch
match_stems (const QueristSubjectColumn *column,
             const QueristSubject       *child,
             const QueristSubject       *parent,
             const QueristSubjectColumn *key)
{
  if (column == key || !key->says_key || !querist_subject_is_key (parent, key->position) ||
      !ends_with_words (column->stem, key->stem))
    return QUERIST_NAME_MATCH_NONE;
  if (g_strv_length (column->stem) > g_strv_length (key->stem))
    return QUERIST_NAME_MATCH_TAIL;
  return child != parent ? QUERIST_NAME_MATCH_KEY : QUERIST_NAME_MATCH_NONE;
}

/**
 * querist_name_is_both:
 * @column: a column of @child
 * @child: its table
 * @parent: the table that it may refer to
 * @key: a column of @parent
 *
 * Returns: whether the name is made of those of the table and the key, such as "set_code" of the
 *   code of sets
 */
gboolean
querist_name_is_both (const QueristSubjectColumn *column,
                      const QueristSubject       *child,
                      const QueristSubject       *parent,
                      const QueristSubjectColumn *key)
{
  g_autofree char *both = NULL;

  if (child == parent || !key->says_key || key->stem[0] != NULL)
    return FALSE;
  both = g_strconcat (parent->joined, key->joined, NULL);
  return g_str_equal (column->joined, both);
}

/**
 * querist_name_match:
 * @column: a column of @child
 * @child: its table
 * @parent: the table that it may refer to, maybe @child itself
 * @key: the column of @parent that it would refer to
 *
 * Returns: the strongest way in which the names speak for the reference
 */
QueristNameMatch
querist_name_match (const QueristSubjectColumn *column,
                    const QueristSubject       *child,
                    const QueristSubject       *parent,
                    const QueristSubjectColumn *key)
{
  QueristNameMatch match = querist_name_match_table (column, parent);

  if (column != key && key->generic && !key->says_key &&
      g_str_equal (column->joined, key->joined))
    return QUERIST_NAME_MATCH_KEY;
  if (is_borrowed_id (column, parent, key))
    return QUERIST_NAME_MATCH_KEY;
  if (column != key && !key->generic)
    {
      if (g_str_equal (column->joined, key->joined) || g_str_equal (column->full, key->full))
        return QUERIST_NAME_MATCH_SAME;
      if (g_strv_length (column->words) > g_strv_length (key->words) &&
          ends_with_words (column->words, key->words))
        return QUERIST_NAME_MATCH_KEY;
      /* "essn" of an employee's "ssn" */
      if (strlen (key->joined) >= 3 && strlen (column->joined) == strlen (key->joined) + 1 &&
          g_str_has_suffix (column->joined, key->joined))
        return QUERIST_NAME_MATCH_KEY;
    }
  if (querist_name_is_both (column, child, parent, key))
    return QUERIST_NAME_MATCH_KEY;
  match = MAX (match, match_stems (column, child, parent, key));
  if (match < QUERIST_NAME_MATCH_ROLE && has_role (column, child, parent))
    return QUERIST_NAME_MATCH_ROLE;
  return match;
}

/**
 * querist_name_is_measure:
 * @column: a column
 *
 * Returns: whether its name speaks of a count, a measure or a time
 */
gboolean
querist_name_is_measure (const QueristSubjectColumn *column)
{
  const char *const *words = (const char *const *) column->words;
  guint n = g_strv_length (column->words);

  return n > 0 && !column->says_key &&
         (g_strv_contains (measures, words[n - 1]) || g_strv_contains (measures, words[0]));
}

/**
 * querist_name_is_generic:
 * @column: a column whose words are known
 *
 * Returns: what its "generic" is to be, which is asked for far too often to be found out anew
 */
gboolean
querist_name_is_generic (const QueristSubjectColumn *column)
{
  for (guint i = 0; column->words[i] != NULL; i++)
    {
      if (g_strv_contains (addresses, column->words[i]))
        return TRUE;
    }
  return column->words[0] == NULL || g_strv_contains (generic, column->joined);
}

/**
 * querist_name_is_number:
 * @column: a column
 *
 * Returns: whether its name ends in "number": it may number things one by one rather than name one
 */
gboolean
querist_name_is_number (const QueristSubjectColumn *column)
{
  static const char *const words[] = { "no", "nr", "num", "number", NULL };
  guint n = g_strv_length (column->words);

  return n > 0 && g_strv_contains (words, column->words[n - 1]);
}

/**
 * querist_name_is_moment:
 * @column: a column
 *
 * Returns: whether its name says that it holds dates or times: "end_date", "deleted_at"
 */
gboolean
querist_name_is_moment (const QueristSubjectColumn *column)
{
  guint n = g_strv_length (column->words);
  const char *last = n > 0 ? column->words[n - 1] : "";

  if (g_str_equal (last, "at") || g_str_equal (last, "on"))
    return n > 1 && g_str_has_suffix (column->words[n - 2], "ed");
  return g_str_equal (last, "date") || g_str_equal (last, "datetime") ||
         g_str_equal (last, "timestamp");
}

/**
 * querist_name_is_description:
 * @column: a column
 *
 * Returns: whether its name says that it describes a thing rather than standing for it
 */
gboolean
querist_name_is_description (const QueristSubjectColumn *column)
{
  guint n = g_strv_length (column->words);

  return n > 0 && g_strv_contains (descriptions, column->words[n - 1]);
}

/**
 * querist_name_is_plural:
 * @column: a column
 *
 * Returns: whether its name is a plural: where such a column holds whole numbers, it counts things
 *   ("votes") rather than naming one
 */
gboolean
querist_name_is_plural (const QueristSubjectColumn *column)
{
  g_auto(GStrv) words = querist_text_words (column->profile->name);
  guint n = g_strv_length (words);
  g_autofree char *singular = n > 0 ? querist_text_singular (words[n - 1]) : NULL;

  return n > 0 && !column->says_key && column->words[0] != NULL &&
         !g_str_equal (words[n - 1], singular);
}
