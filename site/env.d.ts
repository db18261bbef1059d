// Types of what Vite adds, such as imports of the address of a file.
/// <reference types="vite/client" />
