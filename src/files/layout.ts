// What the reader of a text needs to know of how it is written, besides its format.

export interface Layout {
  /** How the cells of a CSV file are written. */
  csv?: CsvDialect;
  /** Where in a JSON document the records stand. */
  json?: JsonPath;
}

export interface CsvDialect {
  /** The character between two cells. */
  delimiter: string;
  /** The columns whose numbers have a comma before the decimals. */
  decimalComma: readonly string[];
}

/**
 * Where in a JSON document the records stand. A document is a list of records, or has such a list under a key, or tells records by their keys; one
 * that does neither is a record itself. Several documents one after another are read one after another.
 *
 * What a record looks like: an element of a list is the record; an entry of an object, where `keyed`, comes as `{ key: 'task/1', value: … }`, whatever
 * its value is; and a document that holds no records is one record with its own fields. So the results of EvalPlus, which stand under `eval`, come as
 * `{ key: 'Shed/0', value: [{ task_id: 'Shed/0', base_status: 'pass', … }, …] }` with `keys` that end in `eval`, and the samples of an Inspect log as
 * they are, with `keys` such as `version, status, eval, samples`.
 */
export interface JsonPath {
  /** The keys that lead to the list or, where `keyed`, to the object of the entries; none if that is the document itself. */
  path: readonly string[];
  /** Whether the records are the entries of an object, and not the elements of a list. */
  keyed: boolean;
  /** The keys of the document up to the first of the path, as far as they were looked at: they tell the kind of file. */
  keys: readonly string[];
  /** Whether the document is a table by columns, whose rows are the records. */
  byColumns?: true;
}
