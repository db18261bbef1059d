// The numbers that the scanner and its host share; compiled by both asc and tsc.

/** What a column holds, and so how its values are read. Other columns are checked and skipped. */
export const SKIPPED: u32 = 0;
/** A text, a whole number, true or false: a code of its text. */
export const ID: u32 = 1;
/** As an id; null and an absent value have the code NO_CODE. */
export const LABEL: u32 = 2;
/** A number, or true and false as 1 and 0. */
export const NUMBER: u32 = 3;
/** A number of at most 0. */
export const LOG_PROB: u32 = 4;

/** A flag of a column of numbers in CSV: they have a comma before the decimals. */
export const DECIMAL_COMMA: u32 = 8;

/** Codes are below this: combinations of two fit a double. */
export const MAX_IDS: u32 = 0x3fffffe;

/** The code of a label that a record lacks. */
export const NO_CODE: u32 = 0xffffffff;

/** Why `scan` returns. */
export const ALL_SCANNED: u32 = 0;
/** The columns are full, and have to be taken away. */
export const ROWS_FULL: u32 = 1;
/** The line, or the record of CSV, at `position` is left to the host. */
export const LINE_LEFT: u32 = 2;
/** The memory has to grow by at least `bytesNeeded`. */
export const MEMORY_FULL: u32 = 3;

/** The most columns that are read. */
export const MAX_COLUMNS: u32 = 64;
/** The most fields of a record of CSV. */
export const MAX_FIELDS: u32 = 1024;
/** The rows that the columns hold. */
export const MAX_ROWS: u32 = 8192;
/** The bytes after the text that may be read, whatever stands there. */
export const PADDING_BYTES: u32 = 128;

/** The decimal exponents for which there is a power of five. */
export const LEAST_EXPONENT: i32 = -80;
export const LARGEST_EXPONENT: i32 = 40;
export const POWER_BYTES: u32 = 16;

/** u32[4] for each column: where its name is, the bytes of the name, what the column holds, where its values go. */
export const COLUMN_BYTES: u32 = 16;
/** u32[4] for each id: where its bytes are, how many, their hash, and the flags. */
export const ENTRY_BYTES: u32 = 16;
/** A flag of an id: its bytes are the inside of a JSON string that has escapes, or of a quoted cell that has quotes. */
export const ESCAPED: u32 = 1;

/** The most arrays of numbers that are found in an object, and the most numbers in them that are left to the host to round. */
export const MAX_ARRAYS: u32 = 16;
export const MAX_UNROUNDED: u32 = 16384;
/** u32[5] for each array: where its name is, the bytes of the name, where the array begins and ends, how many numbers it has. */
export const ARRAY_BYTES: u32 = 20;
/** u32[3] for each number that is left: where its double goes, where its text begins and ends. */
export const UNROUNDED_BYTES: u32 = 12;
