/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-subject.h"

G_BEGIN_DECLS

/**
 * QueristNameMatch:
 * @QUERIST_NAME_MATCH_NONE: the names have nothing to do with each other
 * @QUERIST_NAME_MATCH_PARTIAL: they share the beginning of a word: ship_via and shippers
 * @QUERIST_NAME_MATCH_ROLE: the column names a role that such things play: manager_id, employees
 * @QUERIST_NAME_MATCH_SHORT: the column shortens the table's name: dept_no, departments
 * @QUERIST_NAME_MATCH_TAIL: the column ends in the table's name: ship_to_customer_id, customers
 * @QUERIST_NAME_MATCH_TABLE: the column is the table's name: customer_id, customers
 * @QUERIST_NAME_MATCH_KEY: the column ends in the name of the table's key: home_team_no, team_no
 * @QUERIST_NAME_MATCH_SAME: the column has the name of the table's key: tconst, tconst
 *
 * How much the name of a column speaks for a reference to a table, weakest first.
 */
typedef enum {
  QUERIST_NAME_MATCH_NONE,
  QUERIST_NAME_MATCH_PARTIAL,
  QUERIST_NAME_MATCH_ROLE,
  QUERIST_NAME_MATCH_SHORT,
  QUERIST_NAME_MATCH_TAIL,
  QUERIST_NAME_MATCH_TABLE,
  QUERIST_NAME_MATCH_KEY,
  QUERIST_NAME_MATCH_SAME,
} QueristNameMatch;

QueristNameMatch querist_name_match          (const QueristSubjectColumn *column,
                                              const QueristSubject       *child,
                                              const QueristSubject       *parent,
                                              const QueristSubjectColumn *key);
QueristNameMatch querist_name_match_table    (const QueristSubjectColumn *column,
                                              const QueristSubject       *table);
gboolean         querist_name_is_both        (const QueristSubjectColumn *column,
                                              const QueristSubject       *child,
                                              const QueristSubject       *parent,
                                              const QueristSubjectColumn *key);
gboolean         querist_name_is_measure     (const QueristSubjectColumn *column);
gboolean         querist_name_is_generic     (const QueristSubjectColumn *column);
gboolean         querist_name_is_number      (const QueristSubjectColumn *column);
gboolean         querist_name_is_moment      (const QueristSubjectColumn *column);
gboolean         querist_name_is_description (const QueristSubjectColumn *column);
gboolean         querist_name_is_plural      (const QueristSubjectColumn *column);

G_END_DECLS
