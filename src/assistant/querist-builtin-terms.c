/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-builtin-terms.h"
#include "querist-text.h"

#define SYNONYM_LIKENESS 0.85

/* Words of one line are taken for each other. A word may stand in several lines. */
static const char *const synonyms[] = {
  "customer client buyer shopper consumer",
  "employee staff worker personnel colleague",
  "product item article goods merchandise",
  "order purchase",
  "sale revenue turnover takings proceeds",
  "store shop branch outlet",
  "doctor physician clinician",
  "salary pay wage earn compensation paycheck",
  "city town",
  "country nation",
  "quantity qty unit piece",
  "price cost",
  "phone telephone mobile",
  "email mail",
  "student pupil",
  "teacher instructor professor lecturer",
  "course class subject",
  "grade mark",
  "score point",
  "department dept",
  "gender sex",
  "author writer write",
  "member borrower patron reader",
  "loan borrow checkout lend",
  "airline carrier",
  "flight fly",
  "origin source depart start",
  "destination arrive dest",
  "birth birthday dob",
  "hire recruit",
  "category kind type genre",
  "duration length runtime",
  "created registered",
  "admit admission",
  "diagnosis disease illness condition",
  "rating star",
  "stock inventory",
  "supplier vendor",
  "manufacturer maker brand",
  "zip postcode postal",
  "publish publication",
  "deliver delivery",
  "visit appointment",
  "ship shipment",
  "enroll registration register",
  "join joined",
  "amount value total",
  "movie film",
  "car vehicle automobile",
  "company firm business",
  "user account",
  "team squad club",
  "seat capacity",
  "headcount employee",
  "invoice bill",
  "ticket issue",
  "hospital clinic",
  "medication medicine drug",
  "expense spend",
  "population inhabitant",
};

/* Forms that no ending explains, with the root they stand for. */
static const char *const irregular[][2] = {
  { "born", "birth" },      { "sold", "sale" },       { "sell", "sale" },
  { "sales", "sale" },      { "selling", "sale" },    { "sells", "sale" },      { "bought", "buy" },
  { "spent", "spend" },     { "paid", "pay" },        { "wrote", "write" },
  { "written", "write" },   { "taught", "teach" },    { "left", "leave" },
  { "flew", "fly" },        { "flown", "fly" },       { "took", "take" },
  { "taken", "take" },      { "made", "make" },       { "died", "death" },
  { "dead", "death" },      { "weigh", "weight" },    { "departure", "depart" },
  { "arrival", "arriv" },   { "lent", "lend" },       { "held", "hold" },
  { "given", "give" },      { "gave", "give" },       { "department", "department" },
  { "apartment", "apartment" }, { "earnings", "earn" }, { "seen", "see" },
  { "saw", "see" },         { "met", "meet" },        { "came", "come" },
  { "went", "go" },         { "begun", "begin" },     { "began", "begin" },
  { "brought", "bring" },   { "got", "get" },         { "ran", "run" },
  { "won", "win" },         { "lost", "lose" },       { "built", "build" },
  { "lives", "live" },      { "used", "use" },        { "uses", "use" },
  { "rate", "rate" },       { "diagnoses", "diagnosis" }, 
     { "prices", "price" },
};

/* Verbs and the like that only tie things together: "customers who live in", "orders placed by".
 * Where they name no column they may be passed over. */
static const char *const links =
    "place make live locate base work belong own receive buy order purchase sell contain include "
    "take visit come go write teach see attend issue do happen occur run exist use hold offer "
    "carry "
    "serve involve put sit stay reside relate associate record register enroll employ appear "
    "produce create give study treat bring generate achieve reach earn spend pay perform fly "
    "operate meet current currently name call title know want need find like please database data "
    "table row entry detail information info overall altogether ever exactly actual actually "
    "complete full entire whole individual respective respectively corresponding count number "
    "figure result person people one thing set already group together look both among around "
    "method system item record mention available present given kind type sort level written "
    "get publish borrow lend checkout assign ask say tell bear prescribe admit diagnose depart "
    "arrive "
    "land leave return hire join start begin end graduate major enter play win lead manage report "
    "head supervise direct star feature sold bought made placed located";

static GHashTable *
build_meanings (void)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  G_STATIC_ASSERT (G_N_ELEMENTS (synonyms) <= 64);
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    {
      g_auto(GStrv) words = g_strsplit (synonyms[i], " ", 0);

      for (guint j = 0; words[j] != NULL; j++)
        {
          char *root = querist_term_root (words[j]);
          guint64 *bits = g_hash_table_lookup (table, root);

          if (bits == NULL)
            {
              bits = g_new0 (guint64, 1);
              g_hash_table_insert (table, root, bits);
            }
          else
            g_free (root);
          *bits |= G_GUINT64_CONSTANT (1) << i;
        }
    }
  return table;
}

/**
 * querist_term_meanings:
 * @root: a root from querist_term_root()
 *
 * Returns: a bit for each group of synonyms that it is in
 */
guint64
querist_term_meanings (const char *root)
{
  static gsize table;
  const guint64 *bits;

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, (gsize) build_meanings ());
  bits = g_hash_table_lookup ((GHashTable *) table, root);
  return bits != NULL ? *bits : 0;
}

static GHashTable *
build_roots (const char *list)
{
  GHashTable *roots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) words = g_strsplit (list, " ", 0);

  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_add (roots, querist_term_root (words[i]));
  return roots;
}

static gboolean
has_vowel (const char *text,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (strchr ("aeiouy", text[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
cut_ending (char       *word,
            const char *ending,
            gsize       at_least)
{
  gsize length = strlen (word), cut = strlen (ending);

  if (length < cut + at_least || !g_str_has_suffix (word, ending) ||
      !has_vowel (word, length - cut))
    return FALSE;
  word[length - cut] = '\0';
  return TRUE;
}

/**
 * querist_term_root:
 * @folded: an English word in lower case
 *
 * Takes the endings of plurals, verbs and some nouns off, so that "hired" meets "hire_date" and
 * "payment" meets "paid". Much weaker than Porter's algorithm on purpose: names in schemas are
 * short, and words that differ in meaning must not meet.
 *
 * Returns: (transfer full): the root
 */
char *
querist_term_root (const char *folded)
{
  g_autofree char *word = NULL;
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (irregular); i++)
    {
      if (g_str_equal (folded, irregular[i][0]))
        return g_strdup (irregular[i][1]);
    }
  word = querist_text_singular (folded);
  for (guint i = 0; !g_str_equal (word, folded) && i < G_N_ELEMENTS (irregular); i++)
    {
      if (g_str_equal (word, irregular[i][0]))
        return g_strdup (irregular[i][1]);
    }
  if (!cut_ending (word, "ment", 3) && !cut_ending (word, "ing", 3) && !cut_ending (word, "ed", 3))
    cut_ending (word, "ion", 5);
  cut_ending (word, "e", 3);
  length = strlen (word);
  if (length > 3 && word[length - 1] == word[length - 2] && g_ascii_isalpha (word[length - 1]))
    word[length - 1] = '\0';
  length = strlen (word);
  if (length > 2 && word[length - 1] == 'y')
    word[length - 1] = 'i';
  return g_steal_pointer (&word);
}

static void
clear_term (gpointer data)
{
  g_free (((QueristTerm *) data)->root);
}

/**
 * querist_terms_new:
 * @words: (array zero-terminated=1): words in lower case
 *
 * Returns: (transfer full) (element-type QueristTerm): a term for each
 */
GArray *
querist_terms_new (const char *const *words)
{
  GArray *terms = g_array_new (FALSE, FALSE, sizeof (QueristTerm));

  g_array_set_clear_func (terms, clear_term);
  for (guint i = 0; words[i] != NULL; i++)
    {
      QueristTerm term = { .root = querist_term_root (words[i]) };

      term.meanings = querist_term_meanings (term.root);
      g_array_append_val (terms, term);
    }
  return terms;
}

/**
 * querist_terms_of_name:
 * @name: the name of a table or a column
 *
 * Returns: (transfer full) (element-type QueristTerm): its words
 */
GArray *
querist_terms_of_name (const char *name)
{
  g_auto(GStrv) words = querist_text_words (name);

  return querist_terms_new ((const char *const *) words);
}

/**
 * querist_term_compare:
 * @a: a term
 * @b: another
 *
 * Returns: 1 for the same word, less for a synonym, 0 for different words
 */
double
querist_term_compare (const QueristTerm *a,
                      const QueristTerm *b)
{
  if (g_str_equal (a->root, b->root))
    return 1;
  return (a->meanings & b->meanings) != 0 ? SYNONYM_LIKENESS : 0;
}

/**
 * querist_term_is_link:
 * @root: a root
 *
 * Returns: whether a sentence keeps its meaning for us without the word
 */
gboolean
querist_term_is_link (const char *root)
{
  static gsize roots;

  if (g_once_init_enter (&roots))
    g_once_init_leave (&roots, (gsize) build_roots (links));
  return g_hash_table_contains ((GHashTable *) roots, root);
}

/**
 * querist_term_measures:
 * @root: a root such as "revenu" or "spend"
 *
 * Returns: (transfer none) (nullable): when the word means money that came in, the names of
 *   columns that may hold it, the likeliest first
 */
const char *const *
querist_term_measures (const char *root)
{
  static const char *const words[] = { "revenu",   "sale",  "turnov", "turnover", "takings",
                                       "taking",   "proceed", "spend", "incom",   "money",
                                       "revenue",  NULL };
  static const char *const columns[] = { "revenue",      "sales",       "sales_amount",
                                         "total_amount", "amount",      "total",
                                         "total_price",  "order_total", "grand_total",
                                         "net_amount",   "gross_amount", "sale_amount",
                                         "total_cost",   "line_total",  "subtotal",
                                         "price_paid",   "cost",        "value",
                                         "fee",          "price",       NULL };

  return g_strv_contains (words, root) ? columns : NULL;
}
