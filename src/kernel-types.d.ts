// The number types of AssemblyScript, for assembly/layout.ts, which both compilers read.

type u32 = number;
type f64 = number;
