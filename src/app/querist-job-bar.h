/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "querist-page.h"

G_BEGIN_DECLS

#define QUERIST_TYPE_JOB_BAR (querist_job_bar_get_type ())

/* Shows the setup job that runs, with its progress and a way to cancel it; hidden otherwise. */
G_DECLARE_FINAL_TYPE (QueristJobBar, querist_job_bar, QUERIST, JOB_BAR, QueristPage)

G_END_DECLS
