/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-schema-arguments.h"
#include "querist-text.h"

static const char *
argument_name (const QueristSchemaArgument  *argument,
               const QueristSchemaSignature *signature)
{
  return argument->name.text != NULL ? argument->name.text : signature->positional;
}

/**
 * querist_schema_find_argument:
 * @attribute: an attribute
 * @signature: the arguments it takes
 * @name: one of them
 *
 * Returns: (transfer none) (nullable): the argument's value, if it is given
 */
const QueristSchemaExpression *
querist_schema_find_argument (const QueristSchemaAttribute *attribute,
                              const QueristSchemaSignature *signature,
                              const char                   *name)
{
  for (QueristSchemaArgument *argument = attribute->arguments; argument != NULL;
       argument = argument->next)
    {
      if (g_strcmp0 (argument_name (argument, signature), name) == 0)
        return argument->value;
    }
  return NULL;
}

static void
check_argument (QueristSchemaProblems        *problems,
                const QueristSchemaAttribute *attribute,
                const QueristSchemaSignature *signature,
                const QueristSchemaArgument  *argument)
{
  const char *name = argument_name (argument, signature), *nearest;
  QueristDiagnostic *problem;

  if (name != NULL && g_strv_contains (signature->names, name))
    return;
  if (argument->name.text == NULL)
    {
      problem = querist_schema_problems_error (problems, argument->range, "unknown-argument",
                                               signature->names[0] == NULL
                                                 ? "“%s” takes no arguments"
                                                 : "An argument of “%s” needs its name",
                                               attribute->name.text);
      return;
    }
  problem = querist_schema_problems_error (problems, argument->name.range, "unknown-argument",
                                           "“%s” takes no argument “%s”", attribute->name.text,
                                           name);
  nearest = problem != NULL ? querist_text_nearest (name, signature->names) : NULL;
  if (nearest == NULL)
    return;
  querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
  querist_schema_problem_propose (problem, nearest);
}

/**
 * querist_schema_check_arguments:
 * @problems: gets an error for each argument that is unknown or given twice
 * @attribute: an attribute
 * @signature: the arguments it takes
 */
void
querist_schema_check_arguments (QueristSchemaProblems        *problems,
                                const QueristSchemaAttribute *attribute,
                                const QueristSchemaSignature *signature)
{
  g_autoptr(GHashTable) seen = NULL;

  for (QueristSchemaArgument *argument = attribute->arguments; argument != NULL;
       argument = argument->next)
    {
      const char *name = argument_name (argument, signature);

      if (attribute->arguments->next != NULL && seen == NULL)
        seen = g_hash_table_new (g_str_hash, g_str_equal);
      if (name != NULL && seen != NULL && !g_hash_table_add (seen, (gpointer) name))
        querist_schema_problems_error (problems, argument->range, "duplicate-argument",
                                       "The argument “%s” is given twice", name);
      else
        check_argument (problems, attribute, signature, argument);
    }
}

static const char *
describe (const QueristSchemaExpression *value)
{
  switch (value->kind)
    {
    case QUERIST_SCHEMA_NUMBER:
      return "a number";
    case QUERIST_SCHEMA_STRING:
      return "a string";
    case QUERIST_SCHEMA_CONSTANT:
      return "a name";
    case QUERIST_SCHEMA_FUNCTION:
      return "a function";
    case QUERIST_SCHEMA_ARRAY:
    default:
      return "a list";
    }
}

static const char *
get_text (QueristSchemaProblems         *problems,
          const QueristSchemaExpression *value,
          QueristSchemaExpressionKind    kind,
          const char                    *wanted)
{
  if (value == NULL)
    return NULL;
  if (value->kind == kind)
    return value->text;
  querist_schema_problems_error (problems, value->range, "wrong-value",
                                 "%s is expected here, not %s", wanted, describe (value));
  return NULL;
}

/**
 * querist_schema_get_string:
 * @problems: gets an error if it is none
 * @value: (nullable): an expression
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
querist_schema_get_string (QueristSchemaProblems         *problems,
                           const QueristSchemaExpression *value)
{
  return get_text (problems, value, QUERIST_SCHEMA_STRING, "A string in double quotes");
}

/**
 * querist_schema_get_constant:
 * @problems: gets an error if it is none
 * @value: (nullable): an expression
 *
 * Returns: (transfer none) (nullable): its name
 */
const char *
querist_schema_get_constant (QueristSchemaProblems         *problems,
                             const QueristSchemaExpression *value)
{
  return get_text (problems, value, QUERIST_SCHEMA_CONSTANT, "A plain name");
}

/**
 * querist_schema_get_map_argument:
 * @problems: gets an error if it is empty
 * @attribute: an attribute
 * @name: the argument: `map` or `name`
 *
 * Returns: (transfer none) (nullable): a name that is given by a named argument
 */
const char *
querist_schema_get_map_argument (QueristSchemaProblems        *problems,
                                 const QueristSchemaAttribute *attribute,
                                 const char                   *name)
{
  static const QueristSchemaSignature named_only = { NULL, { NULL } };
  const QueristSchemaExpression *value =
    querist_schema_find_argument (attribute, &named_only, name);
  const char *text = querist_schema_get_string (problems, value);

  if (text == NULL || *text != '\0')
    return text;
  querist_schema_problems_error (problems, attribute->range, "empty-name",
                                 "The argument “%s” can't be empty", name);
  return NULL;
}

/**
 * querist_schema_get_sort_argument:
 * @problems: gets an error if it is neither
 * @argument: an argument `sort:`
 *
 * Returns: (transfer none) (nullable): "Asc" or "Desc"
 */
const char *
querist_schema_get_sort_argument (QueristSchemaProblems       *problems,
                                  const QueristSchemaArgument *argument)
{
  const char *sort = querist_schema_get_constant (problems, argument->value);

  if (sort == NULL || g_str_equal (sort, "Asc") || g_str_equal (sort, "Desc"))
    return sort;
  querist_schema_problems_error (problems, argument->range, "wrong-value",
                                 "“sort” is Asc or Desc, not “%s”", sort);
  return NULL;
}

/**
 * querist_schema_expression_to_text:
 * @tree: the tree it is in
 * @value: an expression
 *
 * Returns: (transfer full): it as it stands in the text
 */
char *
querist_schema_expression_to_text (const QueristSchemaTree       *tree,
                                   const QueristSchemaExpression *value)
{
  return g_strndup (tree->text + value->range.start, value->range.end - value->range.start);
}

/**
 * querist_schema_report_missing:
 * @problems: gets the error
 * @attribute: an attribute
 * @name: an argument that it needs and does not have
 */
void
querist_schema_report_missing (QueristSchemaProblems        *problems,
                               const QueristSchemaAttribute *attribute,
                               const char                   *name)
{
  querist_schema_problems_error (problems, attribute->range, "missing-argument",
                                 "“%s” needs the argument “%s”", attribute->name.text, name);
}

/**
 * querist_schema_count_items:
 * @value: an expression
 *
 * Returns: how many items it has, if it is a list, else 1, for what stands alone may be meant as
 *   a list of one
 */
guint
querist_schema_count_items (const QueristSchemaExpression *value)
{
  guint n = 0;

  if (value->kind != QUERIST_SCHEMA_ARRAY)
    return 1;
  for (QueristSchemaExpression *item = value->items; item != NULL; item = item->next)
    n++;
  return n;
}
