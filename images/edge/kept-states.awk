# Reads the loaded config, the next one, and the states of the servers; prints the states that the next worker may take over.
# A saved state wins over a config: a slot keeps it only where it leads to the same place and, unless its pool serves already
# (`active` names those), where the check it passed is the one that is asked for.
BEGIN { split(active, names); for (i in names) serves[names[i]] = 1 }
FNR == 1 { part++ }
part < 3 && /^[a-z]/ { pool = $1 == "backend" ? $2 : "" }
part < 3 && pool != "" && ($1 == "http-check" || $1 == "timeout" || $1 == "option") { check[part, pool] = check[part, pool] $0 "\n" }
part < 3 && pool != "" && $1 == "server" { place[part, pool, $2] = $3 }
part == 3 && (NF < 3 || $1 == "#") { print; next }
# A slot of a twin, which has no checks, is as good as new while its name leads nowhere.
part == 3 && $2 ~ /-open$/ && $7 == 32 { next }
part == 3 && place[1, $2, $4] != "" && place[1, $2, $4] == place[2, $2, $4] && (serves[$2] || check[1, $2] == check[2, $2]) { print }
