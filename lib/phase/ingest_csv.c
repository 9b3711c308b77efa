#include "phase/ingest_parts.h"
