# Pairs of runs, and the table of all of them.

results <- list()

# Runs every program `repeats` times (once when it takes longer than 20 s), each run followed by one of peil-stats.
compare <- function(what, n, programs, ours) {
  message(what, ", ", n, " rows")
  own <- ours()
  if (is.null(own)) return(invisible())
  pairs <- list()
  for (round in seq_len(repeats)) for (name in names(programs)) {
    if (round > 1 && pairs[[name]][[1]]$other$seconds[1] > 20) next
    message("  ", name)
    other <- programs[[name]]()[c("seconds", "criterion")]
    pairs[[name]] <- c(pairs[[name]], list(list(other = other, own = ours())))
  }
  every <- unlist(lapply(pairs, function(runs) lapply(runs, `[[`, "own")), recursive = FALSE)
  lines <- c(list("peil-stats" = line_of(every)), lapply(names(pairs), function(name) {
    ratio <- median(sapply(pairs[[name]], function(pair) pair$other$seconds[2] / pair$own$seconds[2]))
    c(line_of(lapply(pairs[[name]], `[[`, "other")), ratio = ratio)
  }))
  names(lines)[-1] <- names(pairs)
  results[[length(results) + 1]] <<- list(what = what, n = n, lines = lines)
}

line_of <- function(runs) {
  seconds <- sapply(runs, `[[`, "seconds")
  list(runs = length(runs), wall = c(min(seconds[1, ]), median(seconds[1, ])),
    cpu = c(min(seconds[2, ]), median(seconds[2, ])), criterion = runs[[1]]$criterion)
}

duration <- function(seconds) ifelse(seconds < 0.1, sprintf("%.3g ms", 1e3 * seconds), sprintf("%.3g s", seconds))

print_table <- function() {
  cat("\n| model | rows | program | CPU min, median | wall min, median | CPU, times peil-stats | −2 log L above the lowest |\n")
  cat("|---|---|---|---|---|---|---|\n")
  for (result in results) {
    lowest <- suppressWarnings(min(sapply(result$lines, `[[`, "criterion"), na.rm = TRUE))
    for (name in names(result$lines)) {
      line <- result$lines[[name]]
      above <- if (is.na(line$criterion)) "" else sprintf("%.1e", line$criterion - lowest)
      ratio <- if (is.null(line$ratio)) "1" else sprintf("%.3g", line$ratio)
      cat(sprintf("| `%s` | %s | %s (%d) | %s, %s | %s, %s | %s | %s |\n", gsub("|", "\\|", result$what, fixed = TRUE),
        format(result$n, big.mark = ","), name, line$runs, duration(line$cpu[1]), duration(line$cpu[2]),
        duration(line$wall[1]), duration(line$wall[2]), ratio, above))
    }
  }
}

load_average <- function() {
  if (!file.exists("/proc/loadavg")) return(NA)
  as.numeric(strsplit(readLines("/proc/loadavg"), " ")[[1]][1])
}

print_machine <- function(before, after) {
  model <- if (file.exists("/proc/cpuinfo")) grep("^model name", readLines("/proc/cpuinfo"), value = TRUE)[1] else Sys.info()[["machine"]]
  version <- function(package) if (has(package)) paste(package, packageVersion(package))
  python_version <- if (python != "none") paste("statsmodels", system2(python, c("-c", shQuote("import statsmodels; print(statsmodels.__version__)")), stdout = TRUE))
  cat(sprintf("\n%s, %d cores, %s. Load average %.1f before, %.1f after.\n", sub(".*: *", "", model), parallel::detectCores(),
    format(Sys.Date()), before, after))
  cat(paste(c(R.version.string, unlist(lapply(c("lme4", "lmerTest", "pbkrtest", "nlme"), version)), python_version,
    system2("rustc", "--version", stdout = TRUE)), collapse = ", "), "\n", sep = "")
  # This run itself keeps one core busy, so the load afterwards is near 1 on a machine that does nothing else.
  if (!is.na(before) && (before > 0.5 || after > 1.5)) cat("**The machine was loaded: compare ratios and CPU seconds, not the wall.**\n")
}
