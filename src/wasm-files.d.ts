// A file of WebAssembly that is imported is a compiled module, as runtimes at the edge have it.

declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
