# Prints the samples as one table. A sample is: row, who, value, CPU. What the table shows is read first, from a file with lines of:
# title, row, value or CPU, peer and its row, bar, and whether more or less is better.
function sorted(key, list,    count, i, j, swap) {
    count = split(values[key], list, " ")
    for (i = 2; i <= count; i++)
        for (j = i; j > 1 && list[j] + 0 < list[j - 1] + 0; j--) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
    return count
}
function median(key,    list, count) {
    count = sorted(key, list)
    if (!count) return ""
    return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
}
function number(value) {
    return value == "" ? "-" : value >= 100 ? sprintf("%.0f", value) : value >= 10 ? sprintf("%.1f", value) : sprintf("%.2f", value)
}
function shown(key,    list, count) {
    count = sorted(key, list)
    if (!count) return "-"
    return count == 1 ? number(median(key)) : sprintf("%s (%s-%s)", number(median(key)), number(list[1]), number(list[count]))
}
function line(title, row, kind, peer, other, bar, better,    ours, theirs, ratio, verdict) {
    ours = median(row SUBSEP "service" SUBSEP kind)
    theirs = peer == "" ? "" : median(other SUBSEP peer SUBSEP kind)
    if (ours == "" || (peer != "" && theirs == "")) return
    ratio = peer == "" ? ours : theirs + 0 > 0 ? ours / theirs : ""
    verdict = bar == "" || ratio == "" ? "" : (better == "more" ? ratio >= bar : ratio <= bar) ? "met" : "not met"
    printf "| %-42s | %-21s | %-21s | %-9s | %6s | %7s | %-7s |\n", title, shown(row SUBSEP "service" SUBSEP kind),
        peer == "" ? "" : shown(other SUBSEP peer SUBSEP kind), peer, peer == "" ? "" : number(ratio),
        bar == "" ? "" : (better == "more" ? ">= " : "<= ") bar, verdict
}
BEGIN { FS = "\t" }
FNR == NR && NF > 4 { spec[++specs] = $0; next }
FNR == NR { next }
{
    values[$1, $2, "value"] = values[$1, $2, "value"] " " $3
    if ($4 != "") values[$1, $2, "cpu"] = values[$1, $2, "cpu"] " " $4
}
END {
    printf "| %-42s | %-21s | %-21s | %-9s | %6s | %7s | %-7s |\n", "median (least-most)", "service", "peer", "", "ratio", "bar", ""
    print "|--------------------------------------------|-----------------------|-----------------------|-----------|--------|---------|---------|"
    for (i = 1; i <= specs; i++) {
        split(spec[i], f, "\t")
        line(f[1], f[2], f[3], f[4], f[5], f[6], f[7])
    }
}
