/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-schema-subject.h"

G_BEGIN_DECLS

GStrv querist_find_enum (const QueristSubjectColumn *column);

G_END_DECLS
