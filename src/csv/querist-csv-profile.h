/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "querist-csv-dialect.h"
#include "querist-progress.h"

G_BEGIN_DECLS

/**
 * QueristValueCount:
 *
 * A distinct value of a column and how many rows hold it.
 */
typedef struct {
  char   *text;
  guint64 count;
} QueristValueCount;

/**
 * QueristColumnProfile:
 * @label: what the header says, or NULL without a header
 * @name: a safe, unique identifier made from it (letters, digits, "_"; never a bare number)
 * @type: the narrowest type that holds every value
 * @format: (nullable): how the text is written where the type alone does not tell: a strptime(3)
 *   format of a DateTime, "decimal comma", "thousands", "percent", "currency", the two words of a
 *   Boolean ("yes/no"), "uuid", "date", "time", …
 * @n_rows: rows looked at, all of the file
 * @n_empty: of these without a value (empty, or a null token)
 * @n_nulled: of @n_empty those that held a null token
 * @n_distinct: different values; exact if @distinct_exact
 * @unique: no value occurs twice (values only, exact)
 * @lossy: some conversions lose the original text
 * @open_order: its dates can be read with the day or the month first, and nothing tells which
 * @min: (nullable): smallest value in canonical text (ISO dates, plain numbers)
 * @max: (nullable): largest value
 * @min_length: characters of the shortest value
 * @max_length: characters of the longest value
 * @top: (element-type QueristValueCount): the commonest values, commonest first; all of them when
 *   @top->len equals @n_distinct
 * @hashes: @n_hashes sorted 64-bit hashes of the canonical values: all distinct ones if
 *   @hashes_complete, else the smallest, a sample that two columns share
 *   (bottom-k sketch, Cohen & Kaplan 2007)
 *
 * What a look at every row tells about a column.
 */
typedef struct {
  char         *label;
  char         *name;
  QueristScalar type;
  char         *format;
  guint64       n_rows;
  guint64       n_empty;
  guint64       n_nulled;
  guint64       n_distinct;
  gboolean      distinct_exact;
  gboolean      unique;
  gboolean      lossy;
  gboolean      open_order;
  char         *min;
  char         *max;
  guint         min_length;
  guint         max_length;
  GPtrArray    *top;
  guint64      *hashes;
  gsize         n_hashes;
  gboolean      hashes_complete;
} QueristColumnProfile;

/**
 * QueristCsvWarning:
 * @line: the line of the file, 0 when it is about the whole file
 * @column: (nullable): the column's name
 */
typedef struct {
  guint64 line;
  char   *column;
  char   *message;
} QueristCsvWarning;

/**
 * QueristCsvProblem:
 * @line: the line on which the record begins
 * @cells: its fields, however many there are
 * @reason: why it can't be taken, or what was mended to take it
 * @rejected: whether it can't be taken
 */
typedef struct {
  guint64  line;
  GStrv    cells;
  char    *reason;
  gboolean rejected;
} QueristCsvProblem;

/**
 * QueristCsvProfile:
 * @dialect: as found and overridden
 * @confidence: how sure the dialect is, 0 to 1
 * @columns: (element-type QueristColumnProfile)
 * @n_read: records read, also rejected ones
 * @n_rejected: records that can't be taken as they stand
 * @n_bytes: size of the file
 * @warnings: (element-type QueristCsvWarning)
 * @preview: (element-type GStrv): cells of the first records (at most 200), as they stand, each
 *   cut after 4096 bytes
 * @preview_lines: (element-type guint64): the lines on which these begin
 * @problems: (element-type QueristCsvProblem): the first records (at most 50) that can't be taken
 *   or were mended
 *
 * What there is to know of a CSV file before it is loaded.
 */
typedef struct {
  char              *path;
  QueristCsvDialect *dialect;
  double             confidence;
  GPtrArray         *columns;
  guint64            n_read;
  guint64            n_rejected;
  guint64            n_bytes;
  GPtrArray         *warnings;
  GPtrArray         *preview;
  GArray            *preview_lines;
  GPtrArray         *problems;
} QueristCsvProfile;

QueristCsvProfile *querist_csv_profile_file        (const char              *path,
                                                    const QueristCsvDialect *wanted,
                                                    QueristProgressFunc      progress,
                                                    gpointer                 progress_data,
                                                    GCancellable            *cancellable,
                                                    GError                 **error);
void               querist_csv_profile_file_async  (const char              *path,
                                                    const QueristCsvDialect *wanted,
                                                    QueristProgressFunc      progress,
                                                    gpointer                 progress_data,
                                                    GCancellable            *cancellable,
                                                    GAsyncReadyCallback      callback,
                                                    gpointer                 user_data);
QueristCsvProfile *querist_csv_profile_file_finish (GAsyncResult            *result,
                                                    GError                 **error);
void               querist_csv_warning_free        (QueristCsvWarning       *self);
void               querist_csv_profile_free        (QueristCsvProfile       *self);
JsonNode          *querist_csv_profile_to_json     (const QueristCsvProfile *self);
double             querist_column_profile_containment (const QueristColumnProfile *child,
                                                       const QueristColumnProfile *parent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueristCsvProfile, querist_csv_profile_free)

G_END_DECLS
