export type T={a:number}; export function f(n:number):number{ return n<2?n:f(n-1)+f(n-2) } export const dead=42;
