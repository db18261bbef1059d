// How much a Parquet file may declare. Writers stay far below, and what a damaged file declares must not be allocated before it is found out.

/** The bytes of a page once it is decompressed. DuckDB writes up to 100 million, others a few million. */
export const MAX_PAGE_BYTES = 256 * 2 ** 20;

/** The decompressed bytes of the columns of a row group that are read together. */
export const MAX_GROUP_BYTES = 2 * 2 ** 30;

/** The rows of a row group. Arrow, which allows the most, writes at most 2^26. */
export const MAX_GROUP_ROWS = 2 ** 26;

/**
 * Runs of one value take hardly any bytes, so that few bytes may well stand for many rows; but no writer puts more than this many into each
 * byte of a row group, and up to 2^22 rows do no harm.
 */
export const MAX_ROWS_PER_BYTE = 1024;
export const MAX_UNPROVEN_ROWS = 2 ** 22;
