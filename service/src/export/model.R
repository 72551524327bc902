# Reads sessions.csv, fits the model that Peil shows, and lays lme4's answers beside Peil's own (estimates.csv).
# Needs R with the package lme4. In this folder: Rscript model.R
library(lme4)

d <- read.csv("sessions.csv", na.strings = "")
# Measured while waiting for the group: no part of the course in it.
d <- d[!is.na(d$score) & d$moment != "waiting", ]
# In Peil's order: the group with most scores is the reference.
d$group <- factor(d$group, levels = c({groups}))
d$client <- factor(d$client)

m <- lmer({formula}, data = d, REML = TRUE,
          control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-9, maxfun = 1e5)))
print(summary(m, correlation = FALSE))

lme4_names <- c(names(fixef(m)), "REML criterion")
lme4_values <- c(fixef(m), REMLcrit(m))
parts <- as.data.frame(VarCorr(m))
parts <- parts[is.na(parts$var2), ]
lme4_names <- c(lme4_names, ifelse(parts$grp == "Residual", "sd residual ", paste("sd", parts$grp, parts$var1)))
lme4_values <- c(lme4_values, parts$sdcor)

shown <- read.csv("estimates.csv")
names_of <- ifelse(shown$part == "fixed", shown$term,
            ifelse(shown$part == "standard_deviation", paste("sd", shown$factor, shown$term),
            ifelse(shown$part == "reml_criterion", "REML criterion", NA)))
peil <- shown$estimate[match(lme4_names, names_of)]
side_by_side <- data.frame(peil = peil, lme4 = lme4_values, relative_difference = abs(peil - lme4_values) / abs(lme4_values),
                           row.names = lme4_names)
print(side_by_side, digits = 9)
