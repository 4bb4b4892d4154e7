"""What each page shows, as frozen values: pure, without Streamlit, SQL or a clock."""
