/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-builtin-improve.h"

#include <string.h>

#include "querist-text.h"

/* Fewer different values may be of a standard by accident. */
#define LEAST_CODES 3

/* What stands in brackets behind the name in a header and is a unit. */
static const char *const units[] = {
  "%", "‰", "€", "$", "£", "¥", "eur", "euro", "usd", "gbp", "chf", "jpy", "sek", "nok", "dkk",
  "pln", "czk", "cad", "aud", "cny", "inr", "brl", "cent", "cents", "ct", "k€", "t€", "teur", "keur",
  "meur", "mio. €", "mio €", "mio. eur", "mio eur", "thousand", "thousands", "million", "millions",
  "in thousands", "in millions", "mg", "g", "kg", "t", "lb", "lbs", "oz", "mm", "cm", "m", "km",
  "in", "inch", "inches", "ft", "yd", "mi", "miles", "m²", "m2", "km²", "km2", "ha", "sqft", "sq ft",
  "m³", "m3", "l", "ml", "cl", "hl", "gal", "°c", "°f", "celsius", "fahrenheit", "k", "ms", "s",
  "sec", "seconds", "min", "minutes", "h", "hours", "hrs", "d", "days", "weeks", "months", "years",
  "km/h", "m/s", "mph", "kn", "w", "kw", "mw", "wh", "kwh", "mwh", "gwh", "v", "a", "hz", "khz",
  "mhz", "ghz", "pa", "hpa", "kpa", "bar", "mbar", "db", "kb", "mb", "gb", "tb", "ppm", "pcs", "kcal",
  "µg/m³", "ug/m3", "mg/l", "kg/m²", "g/km", "l/100km", "utc", "°", "deg", NULL,
};

/* ISO 3166-1 alpha-2, ISO 4217 (the common ones) and ISO 639-1. */
static const char countries[] =
  " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
  "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
  "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
  "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
  "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
  "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
  "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
  "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";
static const char currencies[] =
  " AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY "
  "KES KRW KWD LBP MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND "
  "TRY TWD UAH USD UYU VND ZAR ";
static const char languages[] =
  " aa ab af am ar as ay az ba be bg bn bo br bs ca co cs cy da de dz el en eo es et eu fa fi fj fo "
  "fr fy ga gd gl gu ha he hi hr hu hy id is it ja ka kk kl km kn ko ku ky la lb ln lo lt lv mg mi mk "
  "ml mn mr ms mt my nb ne nl nn no oc or pa pl ps pt qu rm rn ro ru rw sa sd se sg si sk sl sm sn so "
  "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ug uk ur uz vi vo wo xh yi yo za zh zu ";

static const struct {
  const char *const  words[6];
  const char        *codes;
  const char        *text;
} standards[] = {
  { { "country", "countries", "ctry", "cntry", "nation", NULL }, countries,
    "Country as its two-letter code (ISO 3166-1)." },
  { { "currency", "curr", "ccy", "crncy", NULL }, currencies,
    "Currency as its three-letter code (ISO 4217)." },
  { { "language", "lang", "locale", NULL }, languages,
    "Language as its two-letter code (ISO 639-1)." },
};

static gboolean
is_all_of (const QueristColumnFacts *facts,
           const char               *codes)
{
  guint n = 0;

  for (; facts->values != NULL && facts->values[n] != NULL; n++)
    {
      g_autofree char *spaced = g_strdup_printf (" %s ", facts->values[n]);

      if (strlen (facts->values[n]) < 2 || strstr (codes, spaced) == NULL)
        return FALSE;
    }
  return n >= LEAST_CODES;
}

static const char *
find_standard (const QueristSchemaMember *member,
               const QueristColumnFacts  *facts)
{
  g_auto(GStrv) words = querist_text_words (member->field->name.text);

  for (gsize i = 0; i < G_N_ELEMENTS (standards); i++)
    {
      for (guint j = 0; words[j] != NULL; j++)
        {
          if (g_strv_contains (standards[i].words, words[j]) &&
              is_all_of (facts, standards[i].codes))
            return standards[i].text;
        }
    }
  return NULL;
}

/* "kg" of "Weight [kg]"; NULL if there is nothing in brackets, or no unit. */
static char *
find_unit (const char *label)
{
  const char *open = label != NULL ? strpbrk (label, "([") : NULL;
  const char *close = open != NULL ? strpbrk (open, ")]") : NULL;
  g_autofree char *inner = NULL, *folded = NULL;

  if (close == NULL || close[1] != '\0' || close - open > 20)
    return NULL;
  inner = g_strstrip (g_strndup (open + 1, close - open - 1));
  folded = g_utf8_strdown (inner, -1);
  return g_strv_contains (units, folded) ? g_steal_pointer (&inner) : NULL;
}

static gboolean
is_day (const QueristColumnFacts *facts)
{
  return facts->type == QUERIST_SCALAR_DATE_TIME && facts->format != NULL &&
         (g_str_equal (facts->format, "date") ||
          (strchr (facts->format, '%') != NULL && strstr (facts->format, "%H") == NULL &&
           strstr (facts->format, "%I") == NULL));
}

static void
propose_text (QueristImproveMind        *self,
              const QueristSchemaMember *member,
              const char                *text,
              const char                *reason)
{
  QueristImprovement *change =
    querist_improve_propose (self, QUERIST_IMPROVEMENT_DESCRIBE,
                             member->entity->block->name.text, member->field->name.text, "%s",
                             reason);

  change->text = g_strdup (text);
}

static void
describe_column (QueristImproveMind        *self,
                 const QueristTableFacts   *table,
                 const QueristSchemaMember *member,
                 const QueristColumnFacts  *facts)
{
  g_autofree char *unit = querist_scalar_is_number (facts->type) ? find_unit (facts->label) : NULL;
  const char *standard = find_standard (member, facts);
  g_autofree char *text = NULL, *reason = NULL;

  if (unit != NULL)
    {
      text = g_strdup_printf ("In %s.", unit);
      reason = g_strdup_printf ("The header of %s says “%s”.", table->file, facts->label);
    }
  else if (standard != NULL)
    {
      text = g_strdup (standard);
      reason = g_strdup_printf (facts->complete ? "All %u different values are such codes."
                                                : "The %u commonest values are such codes.",
                                g_strv_length (facts->values));
    }
  else if (querist_scalar_is_number (facts->type) && facts->format != NULL &&
           strstr (facts->format, "percent") != NULL)
    {
      text = g_strdup ("In percent: 50 is one half.");
      reason = g_strdup_printf ("%s writes the values with a percent sign.", table->file);
    }
  else if (is_day (facts) && table->file != NULL && facts->min != NULL && facts->max != NULL)
    {
      text = g_strdup_printf ("A day, without a time; %s has %.10s to %.10s.", table->file,
                              facts->min, facts->max);
      reason = g_strdup_printf ("All values are written as %s.", facts->format);
    }
  if (text != NULL)
    propose_text (self, member, text, reason);
}

static gboolean
counts_up (const QueristSchemaMember *member)
{
  return member->default_value != NULL &&
         member->default_value->kind == QUERIST_SCHEMA_FUNCTION &&
         g_strcmp0 (member->default_value->text, "autoincrement") == 0;
}

static void
describe_members (QueristImproveMind        *self,
                  const QueristSchemaEntity *entity,
                  const QueristTableFacts   *table)
{
  for (guint i = 0; i < entity->n_members; i++)
    {
      const QueristSchemaMember *member = &entity->members[i];
      const QueristColumnFacts *facts;

      if (member->field->documentation != NULL || member->kind == QUERIST_SCHEMA_KIND_RELATION)
        continue;
      facts = querist_facts_find_column (self->facts, entity->table, member->column);
      if (facts != NULL)
        describe_column (self, table, member, facts);
      else if (table->file != NULL && counts_up (member))
        {
          g_autofree char *reason = g_strdup_printf ("%s has no such column.", table->file);

          propose_text (self, member, "Running number that the import adds.", reason);
        }
    }
}

/* What a part of a key stands for: the model that it refers to, or a day. */
static char *
name_key_part (const QueristSchemaMember *member)
{
  for (guint i = 0; i < member->entity->n_members; i++)
    {
      const QueristSchemaMember *other = &member->entity->members[i];

      if (other->n_fields == 1 && other->fields[0] == member && other->target != NULL)
        {
          g_auto(GStrv) words = querist_text_words (other->target->block->name.text);

          return g_strjoinv (" ", words);
        }
    }
  if (member->kind == QUERIST_SCHEMA_KIND_SCALAR && member->scalar == QUERIST_SCALAR_DATE_TIME)
    return g_strdup ("point in time");
  return NULL;
}

/* "One row per order and product": what a key of several relations comes to. */
static void
describe_model (QueristImproveMind        *self,
                const QueristSchemaEntity *entity)
{
  g_autoptr(GString) text = g_string_new ("One row per ");
  QueristImprovement *change;

  if (entity->id == NULL || entity->id->n_parts < 2 || entity->id->n_parts > 4 ||
      entity->block->documentation != NULL)
    return;
  for (guint i = 0; i < entity->id->n_parts; i++)
    {
      g_autofree char *part = name_key_part (entity->id->parts[i].member);

      if (part == NULL)
        return;
      g_string_append_printf (text, "%s%s",
                              i == 0 ? "" : i + 1 < entity->id->n_parts ? ", " : " and ", part);
    }
  g_string_append_c (text, '.');
  change = querist_improve_propose (self, QUERIST_IMPROVEMENT_DESCRIBE, entity->block->name.text,
                                    NULL, "Its key is made of these.");
  change->text = g_strdup (text->str);
}

/**
 * querist_builtin_improve_texts:
 * @self: what the rules work with
 *
 * Proposes descriptions with facts that the schema does not tell: units, standards of codes, days
 * without a time, numbers that no file has. Nothing that is described already is touched.
 */
void
querist_builtin_improve_texts (QueristImproveMind *self)
{
  GPtrArray *entities = self->session->schema->entities;

  for (guint i = 0; i < entities->len; i++)
    {
      const QueristSchemaEntity *entity = g_ptr_array_index (entities, i);
      const QueristTableFacts *table = querist_facts_find_table (self->facts, entity->table);

      describe_model (self, entity);
      if (table != NULL)
        describe_members (self, entity, table);
    }
}
