/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ShapeTable:
 * @name: of the file, without its ending
 * @rows: how many
 * @columns: "NAME:KIND" parted by blanks; "*NAME" is (a part of) the primary key. Kinds:
 *   serial[=FIRST]     1, 2, 3 … or from FIRST
 *   sparse=FIRST       grows by 1 to 9 from FIRST
 *   code=LETTERS       different words of so many capitals
 *   uuid, hex          different
 *   ref=TABLE.COLUMN   any value of an earlier or later table's column
 *   few=TABLE.COLUMN   one of its first three values
 *   sub=TABLE.COLUMN   its values, each at most once
 *   void=TABLE.COLUMN  refers there, but no row has a value
 *   copy=TABLE.COLUMN  any of its values too, but no reference: an address written down twice
 *   tuple=TABLE.COLUMN a value from a row that all tuple columns of the row share
 *   int=MAX, year, money, date, moment (different), name, text, word=N (one of N words), flag,
 *   empty
 *   A "?" after the kind leaves some values out; "!" makes one reference in fifty a broken one;
 *   "%" one in two hundred, each to something else.
 *   seq=COLUMN         counts within the equal values of COLUMN to the left
 *
 * What a table of a well-known database looks like: its names, its keys and what refers to what.
 */
typedef struct {
  const char *name;
  guint       rows;
  const char *columns;
} ShapeTable;

/**
 * ShapeReference:
 *
 * A reference that a shape holds: "table.column>table.column", with several columns joined by "+".
 */
GPtrArray *shape_write_files (const ShapeTable *tables,
                              guint             n_tables,
                              const char       *folder,
                              guint32           seed);
GPtrArray *shape_references  (const ShapeTable *tables,
                              guint             n_tables);
GStrv      shape_key         (const ShapeTable *table);

G_END_DECLS
