/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristSqlTokenKind:
 * @QUERIST_SQL_WORD: a keyword or a bare name
 * @QUERIST_SQL_NAME: a name in double quotes, brackets or backticks
 * @QUERIST_SQL_TEXT: a text in single quotes
 * @QUERIST_SQL_BLOB: x'…'
 * @QUERIST_SQL_PARAMETER: ?, ?1, :name, @name, $name
 * @QUERIST_SQL_OPERATOR: one or two characters such as "<=" or "||"
 * @QUERIST_SQL_PUNCTUATION: one of ( ) , ; .
 * @QUERIST_SQL_OPEN: a quote or comment that is never closed
 * @QUERIST_SQL_UNKNOWN: a character that SQL has no use for
 */
typedef enum {
  QUERIST_SQL_WORD,
  QUERIST_SQL_NAME,
  QUERIST_SQL_TEXT,
  QUERIST_SQL_BLOB,
  QUERIST_SQL_NUMBER,
  QUERIST_SQL_PARAMETER,
  QUERIST_SQL_OPERATOR,
  QUERIST_SQL_PUNCTUATION,
  QUERIST_SQL_COMMENT,
  QUERIST_SQL_OPEN,
  QUERIST_SQL_UNKNOWN,
} QueristSqlTokenKind;

/**
 * QueristSqlToken:
 * @start: bytes before it
 * @depth: parentheses around it; an opening one and its closing one stand outside themselves
 */
typedef struct {
  QueristSqlTokenKind kind;
  gsize               start;
  gsize               length;
  guint               depth;
} QueristSqlToken;

GArray  *querist_sql_tokenize              (const char            *sql,
                                            gboolean               with_comments);
gboolean querist_sql_token_is              (const char            *sql,
                                            const QueristSqlToken *token,
                                            const char            *text);
gboolean querist_sql_token_is_any          (const char            *sql,
                                            const QueristSqlToken *token,
                                            const char *const     *texts);
char    *querist_sql_token_dup_value       (const char            *sql,
                                            const QueristSqlToken *token);
char    *querist_sql_first_word            (const char            *sql);
gboolean querist_sql_find_second_statement (const char            *sql,
                                            gsize                 *start);

G_END_DECLS
