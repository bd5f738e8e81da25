:- use_module(library(lists)).
:- initialization(main).
range(N,N,[N]):-!. range(I,N,[I|T]):-J is I+1,range(J,N,T).
sel(X,[X|T],T). sel(X,[H|T],[H|R]):-sel(X,T,R).
perm([],[]). perm(L,[H|T]):-sel(H,L,R),perm(R,T).
queens(N,Qs):-range(1,N,Ns),perm(Ns,Qs),safe(Qs).
safe([]). safe([Q|Qs]):-no_attack(Q,Qs,1),safe(Qs).
no_attack(_,[],_). no_attack(Q,[Q1|Qs],D):-Q=\=Q1+D,Q=\=Q1-D,D1 is D+1,no_attack(Q,Qs,D1).
main:-queens(8,Q),write(Q),nl,halt.
