/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-improve.h"

#include <string.h>

#include "querist-text.h"

/* What a name may stand for, so that "dt" is a date only where dates are. */
typedef enum {
  FOR_THING = 1 << 0,
  FOR_TEXT = 1 << 1,
  FOR_NUMBER = 1 << 2,
  FOR_DATE = 1 << 3,
  FOR_OTHER = 1 << 4,
  FOR_ALL = (1 << 5) - 1,
  FOR_END = 1 << 5, /* at the end of a name only */
} Purpose;

/* Abbreviations with one meaning in the names of tables and columns. Those with several (inv, cat,
 * st, temp, loc …) are not here. */
static const struct {
  const char *abbreviation;
  const char *meaning;
  guint       purposes;
} abbreviations[] = {
  { "acct", "account", FOR_ALL },        { "addr", "address", FOR_ALL },
  { "amt", "amount", FOR_NUMBER },       { "avg", "average", FOR_NUMBER },
  { "bal", "balance", FOR_NUMBER },      { "cd", "code", FOR_ALL | FOR_END },
  { "cntry", "country", FOR_ALL },       { "cnt", "count", FOR_NUMBER },
  { "crncy", "currency", FOR_ALL },      { "ctry", "country", FOR_ALL },
  { "cust", "customer", FOR_ALL },       { "dept", "department", FOR_ALL },
  { "desc", "description", FOR_TEXT },   { "descr", "description", FOR_TEXT },
  { "dest", "destination", FOR_ALL },    { "dlvry", "delivery", FOR_ALL },
  { "dob", "date_of_birth", FOR_DATE },  { "dt", "date", FOR_DATE },
  { "dte", "date", FOR_DATE },           { "emp", "employee", FOR_ALL },
  { "flg", "flag", FOR_ALL },            { "fname", "first_name", FOR_TEXT },
  { "grp", "group", FOR_ALL },           { "hgt", "height", FOR_NUMBER },
  { "hrs", "hours", FOR_NUMBER },        { "img", "image", FOR_ALL },
  { "lang", "language", FOR_ALL },       { "lname", "last_name", FOR_TEXT },
  { "lvl", "level", FOR_ALL },           { "mfr", "manufacturer", FOR_ALL },
  { "mgr", "manager", FOR_ALL },         { "mins", "minutes", FOR_NUMBER },
  { "msg", "message", FOR_ALL },         { "mst", "master", FOR_THING | FOR_END },
  { "mstr", "master", FOR_THING | FOR_END },
  { "mth", "month", FOR_ALL },           { "nbr", "number", FOR_ALL | FOR_END },
  { "nm", "name", FOR_TEXT },            { "org", "organization", FOR_ALL },
  { "pct", "percent", FOR_NUMBER },      { "phn", "phone", FOR_ALL },
  { "pmt", "payment", FOR_ALL },         { "prc", "price", FOR_NUMBER },
  { "pwd", "password", FOR_TEXT },       { "pymt", "payment", FOR_ALL },
  { "qty", "quantity", FOR_NUMBER },     { "rgn", "region", FOR_ALL },
  { "secs", "seconds", FOR_NUMBER },     { "seq", "sequence", FOR_ALL },
  { "shpmt", "shipment", FOR_ALL },      { "src", "source", FOR_ALL },
  { "svc", "service", FOR_ALL },         { "tot", "total", FOR_NUMBER },
  { "trx", "transaction", FOR_ALL },     { "txn", "transaction", FOR_ALL },
  { "typ", "type", FOR_ALL },            { "usr", "user", FOR_ALL },
  { "vol", "volume", FOR_NUMBER },       { "wgt", "weight", FOR_NUMBER },
  { "whse", "warehouse", FOR_ALL },      { "yr", "year", FOR_NUMBER },
};

/* "ord" is an order beside these, or as the name of a table. */
static const char *const of_orders[] = {
  "amt", "amount", "date", "dt", "id", "item", "line", "nbr", "no", "nr", "num", "number", "qty",
  "status", "tot", "total", "type", NULL,
};

/* Words without a vowel, or of two letters, that are no abbreviations to be spelled out. */
static const char *const short_words[] = {
  "a", "at", "bic", "by", "cm", "ean", "eur", "gbp", "gps", "html", "iban", "id", "in", "ip", "is",
  "isbn", "json", "kg", "km", "kwh", "lb", "mm", "mw", "my", "no", "nr", "of", "on", "or", "pdf",
  "sku", "sms", "ssn", "tv", "to", "up", "url", "usd", "utc", "vat", "vip", "xml", "zip", NULL,
};

typedef struct {
  GStrv        words;
  guint        purpose;
  const char  *target;
} Name;

static gboolean
is_word (const char *word)
{
  if (g_strv_contains (short_words, word))
    return TRUE;
  for (const char *p = word; *p != '\0'; p++)
    {
      if (!g_ascii_isalpha (*p))
        return !g_ascii_isdigit (*p);
    }
  return strlen (word) >= 3 && strpbrk (word, "aeiouy") != NULL;
}

/* The name of the model that the name refers to, where @word is the beginning of it. */
static char *
find_in_target (const char *word,
                const char *target)
{
  g_auto(GStrv) words = target != NULL ? querist_text_words (target) : NULL;

  if (words == NULL || g_strv_length (words) != 1 || strlen (word) < 3 ||
      strlen (word) >= strlen (words[0]) || !g_str_has_prefix (words[0], word))
    return NULL;
  return g_strdup (words[0]);
}

static const char *
find_meaning (const Name *name,
              guint       index,
              const char *word)
{
  gboolean end = name->words[index + 1] == NULL && index > 0;

  if (g_str_equal (word, "ord") &&
      (name->purpose == FOR_THING ||
       (!end && name->words[index + 1] != NULL &&
        g_strv_contains (of_orders, name->words[index + 1]))))
    return "order";
  for (gsize i = 0; i < G_N_ELEMENTS (abbreviations); i++)
    {
      if (g_str_equal (abbreviations[i].abbreviation, word) &&
          (abbreviations[i].purposes & name->purpose) != 0 &&
          (end || (abbreviations[i].purposes & FOR_END) == 0))
        return abbreviations[i].meaning;
    }
  return NULL;
}

/* A word spelled out, with the number behind it; NULL if it is none to be spelled out. */
static char *
spell_out (const Name *name,
           guint       index)
{
  const char *word = name->words[index];
  gsize length = strlen (word), letters = length;
  g_autofree char *base = NULL, *meaning = NULL;

  while (letters > 0 && g_ascii_isdigit (word[letters - 1]))
    letters--;
  base = g_strndup (word, letters);
  meaning = g_strdup (find_meaning (name, index, base));
  if (meaning == NULL)
    meaning = find_in_target (base, name->target);
  if (meaning == NULL && letters > 3 && base[letters - 1] == 's' && name->purpose == FOR_THING)
    {
      g_autofree char *single = g_strndup (base, letters - 1);
      const char *found = find_meaning (name, index, single);

      meaning = found != NULL ? querist_text_plural (found) : NULL;
    }
  return meaning != NULL ? g_strconcat (meaning, word + letters, NULL) : NULL;
}

/* All words of a name spelled out; NULL if there is nothing to do, or a word that nobody knows. */
static GStrv
spell_out_all (const Name *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n_new = 0;

  for (guint i = 0; name->words[i] != NULL; i++)
    {
      g_autofree char *meaning = NULL;

      if (i == 0 && g_str_equal (name->words[i], "tbl") && name->purpose == FOR_THING &&
          name->words[1] != NULL)
        {
          n_new++;
          continue;
        }
      meaning = spell_out (name, i);
      if (meaning == NULL && !is_word (name->words[i]))
        return NULL;
      n_new += meaning != NULL;
      g_strv_builder_add (builder, meaning != NULL ? meaning : name->words[i]);
    }
  return n_new > 0 ? g_strv_builder_end (builder) : NULL;
}

static void
propose_name (QueristImproveMind *self,
              const char         *model,
              const char         *field,
              const Name         *name)
{
  g_auto(GStrv) words = spell_out_all (name);
  g_autofree char *snake = words != NULL ? g_strjoinv ("_", words) : NULL;
  g_autofree char *spoken = NULL;
  QueristImprovement *change;

  if (snake == NULL)
    return;
  spoken = g_strdelimit (g_strdup (snake), "_", ' ');
  change = querist_improve_propose (self, QUERIST_IMPROVEMENT_RENAME, model, field,
                                    "“%s” is short for “%s”.", field != NULL ? field : model,
                                    spoken);
  change->name = field != NULL ? querist_text_camel_case (snake) : querist_text_pascal_case (snake);
}

static guint
purpose_of (const QueristSchemaMember *member)
{
  if (member->kind == QUERIST_SCHEMA_KIND_RELATION)
    return FOR_THING;
  if (member->kind != QUERIST_SCHEMA_KIND_SCALAR)
    return FOR_OTHER;
  if (querist_scalar_is_number (member->scalar))
    return FOR_NUMBER;
  if (member->scalar == QUERIST_SCALAR_STRING)
    return FOR_TEXT;
  return member->scalar == QUERIST_SCALAR_DATE_TIME ? FOR_DATE : FOR_OTHER;
}

/* The model that a field refers to, or holds the key of. */
static const char *
target_of (const QueristSchemaMember *member)
{
  if (member->target != NULL)
    return member->target->block->name.text;
  for (guint i = 0; i < member->entity->n_members; i++)
    {
      const QueristSchemaMember *other = &member->entity->members[i];

      if (other->n_fields == 1 && other->fields[0] == member && other->target != NULL)
        return other->target->block->name.text;
    }
  return NULL;
}

static guint
count_relations (const QueristSchemaMember *member)
{
  guint n = 0;

  for (guint i = 0; i < member->entity->n_members; i++)
    {
      const QueristSchemaMember *other = &member->entity->members[i];

      n += other->n_fields > 0 && other->target == member->target;
    }
  return n;
}

/**
 * querist_improve_role_of:
 * @key: a field that holds a key
 *
 * Returns: (transfer full) (nullable): "billingAddress" for the field billingAddressId; %NULL if it
 *   does not say so
 */
char *
querist_improve_role_of (const char *key)
{
  static const char *const key_words[] = { "id", "no", "nr", "number", "key", "code", NULL };
  g_auto(GStrv) words = querist_text_words (key);
  guint n = g_strv_length (words);
  g_autofree char *joined = NULL;

  if (n < 2 || !g_strv_contains (key_words, words[n - 1]))
    return NULL;
  g_clear_pointer (&words[n - 1], g_free);
  joined = g_strjoinv ("_", words);
  return querist_text_camel_case (joined);
}

/* Two relations to one model: a name that is only numbered, or that a tool has put together, tells
 * nobody which is which. The key does. */
static gboolean
propose_role (QueristImproveMind        *self,
              const QueristSchemaMember *member)
{
  const char *name = member->field->name.text;
  const char *model = member->entity->block->name.text;
  g_autofree char *role = NULL;
  QueristImprovement *change;

  if (member->n_fields != 1 || count_relations (member) < 2 ||
      !(g_ascii_isdigit (name[strlen (name) - 1]) || strchr (name, '_') != NULL))
    return FALSE;
  role = querist_improve_role_of (member->fields[0]->field->name.text);
  if (role == NULL || querist_schema_find_member (member->entity, role) != NULL)
    return FALSE;
  change = querist_improve_propose (self, QUERIST_IMPROVEMENT_RENAME, model, name,
                                    "%s has several relations to %s; this one goes by %s.", model,
                                    member->target->block->name.text,
                                    member->fields[0]->field->name.text);
  change->name = g_steal_pointer (&role);
  return TRUE;
}

/**
 * querist_builtin_improve_names:
 * @self: what the rules work with
 *
 * Proposes to spell out abbreviations where every word of a name is known, and to name relation
 * fields after their role where several go to the same model.
 */
void
querist_builtin_improve_names (QueristImproveMind *self)
{
  GPtrArray *entities = self->session->schema->entities;

  for (guint i = 0; i < entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (entities, i);
      const char *model = entity->block->name.text;
      g_auto(GStrv) words = querist_text_words (model);

      propose_name (self, model, NULL, &(Name) { words, FOR_THING, NULL });
      for (guint j = 0; j < entity->n_members; j++)
        {
          const QueristSchemaMember *member = &entity->members[j];
          g_auto(GStrv) field_words = querist_text_words (member->field->name.text);

          if (!propose_role (self, member))
            propose_name (self, model, member->field->name.text,
                          &(Name) { field_words, purpose_of (member), target_of (member) });
        }
    }
}
