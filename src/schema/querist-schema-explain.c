/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "querist-schema-explain.h"
#include "querist-text.h"

static const char *const keywords[] = { "model", "enum", "datasource", "generator", "view", "type",
                                        NULL };

/* Brackets, quotes and the like of one line, outside its strings and comments. */
typedef struct {
  int      parentheses;
  int      brackets;
  gboolean open_string;
  gboolean single_quote;
  char     first;
  char     second;
  char     last;
} LineShape;

static LineShape
look_at_line (const char *p,
              const char *end)
{
  LineShape shape = { 0 };
  gboolean in_string = FALSE;

  shape.first = p < end ? p[0] : '\0';
  shape.second = p + 1 < end ? p[1] : '\0';
  for (; p < end; p++)
    {
      if (in_string)
        {
          if (*p == '\\' && p + 1 < end)
            p++;
          else if (*p == '"')
            in_string = FALSE;
          shape.last = *p;
          continue;
        }
      if (*p == '/' && p + 1 < end && p[1] == '/')
        break;
      shape.parentheses += (*p == '(') - (*p == ')');
      shape.brackets += (*p == '[') - (*p == ']');
      shape.single_quote |= *p == '\'';
      in_string = *p == '"';
      if (!g_ascii_isspace (*p))
        shape.last = *p;
    }
  shape.open_string = in_string;
  return shape;
}

static const char *
advice_for_line (const LineShape        *shape,
                 QueristSchemaBlockKind  kind)
{
  if (shape->single_quote)
    return "Strings stand in double quotes: \"text\".";
  if (shape->open_string)
    return "A string isn't closed: it must end with a double quote on the same line.";
  if (shape->parentheses > 0 || shape->brackets > 0)
    return "A parenthesis or bracket isn't closed: all arguments must stand on one line.";
  if (shape->parentheses < 0 || shape->brackets < 0)
    return "There is a closing parenthesis or bracket without an opening one.";
  if (shape->last == ',' || shape->last == ';')
    return "Nothing stands between lines: remove the “,” or “;” at the end.";
  if (shape->last == '}')
    return "The “}” that closes a block needs a line of its own.";
  if (shape->first == '_')
    return "A name begins with a letter; keep the database's name with @map(\"_name\").";
  if (shape->first == '#')
    return "Comments begin with “//”.";
  if (shape->first == '@' && shape->second != '@')
    return "An attribute stands on its field's line; one for the whole model begins with “@@”.";
  if (kind == QUERIST_SCHEMA_DATASOURCE || kind == QUERIST_SCHEMA_GENERATOR)
    return "A setting reads: name = value, such as provider = \"sqlite\".";
  if (kind == QUERIST_SCHEMA_ENUM)
    return "Each value of an enum stands alone on its line.";
  return "A field reads: name, type, attributes, such as: id Int @id";
}

/**
 * querist_schema_explain_line:
 * @problems: gets the error
 * @text: the schema text
 * @line: a line in a block that can't be read, without leading blanks
 * @kind: the block's kind
 */
void
querist_schema_explain_line (QueristSchemaProblems  *problems,
                             const char             *text,
                             QueristSchemaRange      line,
                             QueristSchemaBlockKind  kind)
{
  static const char *const things[] = { "field or attribute", "field or attribute",
                                        "field or attribute", "enum value or attribute",
                                        "setting",            "setting" };
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, line, "syntax", "This line is not a valid %s", things[kind]);
  LineShape shape;

  if (problem == NULL)
    return;
  shape = look_at_line (text + line.start, text + line.end);
  querist_schema_problem_advise (problem, "%s", advice_for_line (&shape, kind));
}

static void
advise_keyword (QueristDiagnostic *problem,
                const char        *word)
{
  const char *nearest = querist_text_nearest (word, keywords);

  if (nearest != NULL)
    querist_schema_problem_advise (problem, "Did you mean “%s”?", nearest);
  else
    querist_schema_problem_advise (problem, "Blocks begin with model, enum, datasource, "
                                   "generator, view or type.");
}

/**
 * querist_schema_explain_stray_line:
 * @problems: gets the error
 * @text: the schema text
 * @line: a line outside of any block
 * @unclosed: (nullable): the name of a block before it that is never closed
 * @unclosed_line: where that begins
 */
void
querist_schema_explain_stray_line (QueristSchemaProblems *problems,
                                   const char            *text,
                                   QueristSchemaRange     line,
                                   const char            *unclosed,
                                   guint                  unclosed_line)
{
  const char *start = text + line.start;
  guint length = 0;
  g_autofree char *word = NULL;
  QueristDiagnostic *problem;

  if (unclosed != NULL && querist_schema_problems_line (problems, line.start) == unclosed_line)
    {
      problem = querist_schema_problems_error (problems, line, "unclosed-block",
                                               "The block “%s” is never closed", unclosed);
      querist_schema_problem_advise (problem, "Put a “}” on a line of its own at its end.");
      return;
    }
  if (unclosed != NULL)
    {
      querist_schema_problems_error (problems, line, "unclosed-block",
                                     "This line can't be read, because the block “%s” of line %u "
                                     "is never closed", unclosed, unclosed_line);
      return;
    }
  if (line.end - line.start >= 3 && memcmp (start, "\xef\xbb\xbf", 3) == 0)
    {
      problem = querist_schema_problems_error (problems, line, "byte-order-mark",
                                               "There is a byte order mark before this line");
      querist_schema_problem_advise (problem, "Save the file as UTF-8 without a byte order mark.");
      word = g_strndup (start + 3, line.end - line.start - 3);
      querist_schema_problem_propose (problem, word);
      return;
    }
  while (start + length < text + line.end && g_ascii_isalnum (start[length]))
    length++;
  word = g_strndup (start, length);
  problem = querist_schema_problems_error (problems, line, "syntax",
                                           "This line begins no block that a schema knows");
  if (problem != NULL && g_strv_contains (keywords, word))
    querist_schema_problem_advise (problem, "A block reads: %s Name {, with a line end after the "
                                   "“{” and nothing before the name but “%s”.", word, word);
  else
    advise_keyword (problem, word);
}

/**
 * querist_schema_explain_keyword:
 * @problems: gets the error
 * @name: what stands where `model Name` was expected
 */
void
querist_schema_explain_keyword (QueristSchemaProblems   *problems,
                                const QueristSchemaName *name)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, name->range, "block-keyword", "“%s” begins no block that a schema knows",
    name->text);

  if (problem != NULL && g_strv_contains (keywords, name->text))
    querist_schema_problem_advise (problem, "The block needs a name: %s Name {", name->text);
  else
    advise_keyword (problem, name->text);
}

/**
 * querist_schema_explain_missing_type:
 * @problems: gets the error
 * @field: a field without a type
 */
void
querist_schema_explain_missing_type (QueristSchemaProblems    *problems,
                                     const QueristSchemaField *field)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, field->name.range, "missing-type", "The field “%s” has no type", field->name.text);

  querist_schema_problem_advise (problem, "Write a type after the name, such as String.");
}

/**
 * querist_schema_explain_missing_value:
 * @problems: gets the error
 * @property: a setting without a value
 */
void
querist_schema_explain_missing_value (QueristSchemaProblems       *problems,
                                      const QueristSchemaProperty *property)
{
  QueristDiagnostic *problem = querist_schema_problems_error (
    problems, property->range, "missing-value", "“%s” has no value", property->name.text);

  querist_schema_problem_advise (problem, "Write a value after the “=”, or remove the line.");
}
