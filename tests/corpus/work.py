import sys,hashlib,json,math,re,collections
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(sys.version.split()[0], sys.platform, fib(25))
print(hashlib.sha256(b"".join(str(i).encode() for i in range(200000))).hexdigest())
print(json.dumps(collections.Counter(re.findall(r"[a-z]+","the quick the lazy dog the end")).most_common(2)))
s=[True]*200000
for i in range(2,450):
    if s[i]:
        for j in range(i*i,200000,i): s[j]=False
print(sum(s)-2)
try:
    1/0
except ZeroDivisionError as e: print("E",e)
open("/py.out","w").write("ok\n"); sys.exit(5)
