// The number types of AssemblyScript, for the layouts in assembly/, which both compilers read.

type i32 = number;
type u32 = number;
type f64 = number;
